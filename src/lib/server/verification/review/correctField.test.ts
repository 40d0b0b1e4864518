import { afterEach, beforeEach, expect, it } from 'vitest';
import { authorize } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { bundlePublicKey, correctField, exportBundle, getForReview, listForReview, verifyBundle } from '../index';
import { makeWorld, type World } from '../testing';
import { exportSessions } from './exportSessions';
import { waitForPerson } from './testing';

onEveryDatabase('a corrected field', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	const view = (sessionId: string) => getForReview(world.deps, world.operator(), { sessionId });
	const search = async (words: string) => {
		const filter = { environment: 'test' as const, search: words, limit: 10 };
		return (await listForReview(world.deps, world.operator(), filter)).sessions;
	};

	it('is what lists show, searches and exports find, and the page and the bundle say; both values stay', async () => {
		const id = await waitForPerson(world);
		const before = (await view(id)).fields.find(({ name }) => name === 'primaryIdentifier')?.value ?? null;
		const correct = (
			name: 'primaryIdentifier' | 'documentNumber' | 'personalNumber',
			value: string,
			seenValue: string | null
		) => correctField(world.deps, world.operator(), { sessionId: id, name, value, seenValue });
		await correct('primaryIdentifier', 'Großvåter', before);
		world.deps.clock.advance(1000);
		await correct('personalNumber', 'P-77 88', null);

		const now = await view(id);
		expect(now.holderName).toContain('Großvåter');
		expect(now.corrections).toMatchObject([
			{ name: 'primaryIdentifier', corrected: 'Großvåter', original: before === null ? null : { value: before } },
			{ name: 'personalNumber', corrected: 'P-77 88', original: null }
		]);
		expect(await search('grossvater')).toMatchObject([{ sessionId: id, holderName: now.holderName }]);
		expect(await search('p7788')).toMatchObject([{ sessionId: id }]);

		const reviewer = authorize(world.operator(), 'review');
		let csv = '';
		for await (const part of exportSessions(world.deps, reviewer, { environment: 'test' })) csv += part;
		expect(csv).toContain('Großvåter');
		const { bytes } = await exportBundle(world.deps, reviewer, { sessionId: id, pictures: false });
		expect(verifyBundle(bytes, bundlePublicKey(world.deps.keyring)).problems).toEqual([]);
		expect(bytes.toString('utf8')).toContain('"corrected": "Großvåter"');
		expect(bytes.toString('utf8')).toContain('"source": "reviewer"');
		expect(bytes.toString('utf8')).toContain(`"value": ${JSON.stringify(before)}`);
	});
});

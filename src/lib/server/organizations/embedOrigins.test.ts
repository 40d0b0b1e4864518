import { afterEach, beforeEach, expect, it } from 'vitest';
import { authorize } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { readEmbedOrigins, saveEmbedOrigins } from './embedOrigins';

onEveryDatabase('embed origins', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	it('are not saved over what somebody else saved since the page was opened, nor over the other environment’s', async () => {
		const save = (origins: string[], seen?: string[]) =>
			saveEmbedOrigins(world.deps, authorize(world.operator(), 'administer'), { environment: 'live', origins, seen });
		const first = await save(['https://b.example', 'https://a.example'], []);
		expect(first).toEqual(['https://a.example', 'https://b.example']);
		await expect(save(['https://c.example'], [])).rejects.toMatchObject({ code: 'SETTINGS_CHANGED' });
		expect(await save(['https://c.example'], first)).toEqual(['https://c.example']);
		expect(await readEmbedOrigins(world.deps, 'org-a', 'test')).toEqual([]);
	});
});

import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { createSession, readProgress } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { readBranding, readBrandFile, saveBranding } from './branding';

onEveryDatabase('an organization’s branding', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	const save = (change: object) =>
		saveBranding(world.deps, world.operator(), { name: 'Organization A', accent: null, ...change });
	const picture = (width: number, height: number) =>
		sharp({ create: { width, height, channels: 3, background: '#1560bd' } });
	const keyOf = (address: string | null) => /([0-9a-f]{32})\.(css|png)$/.exec(address ?? '')?.[1] ?? '';

	it('reaches the applicant’s pages as addresses, new ones with each change; the ones before stop', async () => {
		const { sessionId } = await createSession(world.deps, world.tenant(), CreateSessionInput.parse({}));
		const brand = async () => (await readProgress(world.deps, world.applicant(sessionId))).brand;
		expect(await brand()).toEqual({ stylesheet: null, logo: null });
		const logo = (await picture(800, 200).png().toBuffer()).toString('base64');
		const first = await save({ accent: '#0a7d4f', logo });
		expect(await brand()).toEqual({ stylesheet: first.stylesheet, logo: first.logo });
		const css = await readBrandFile(world.deps, keyOf(first.stylesheet), 'css');
		expect(new TextDecoder().decode(css?.body)).toContain('--accent:#0a7d4f');
		const drawn = await sharp((await readBrandFile(world.deps, keyOf(first.logo), 'png'))?.body).metadata();
		expect([drawn.format, drawn.width, drawn.height]).toEqual(['png', 384, 96]);

		const second = await save({ accent: '#0a7d4f', name: 'New Name' });
		expect(second.logo).not.toBe(first.logo);
		expect(await readBrandFile(world.deps, keyOf(first.logo), 'png')).toBeNull();
		expect(await save({ logo: null })).toMatchObject({ stylesheet: null, logo: null });
	});

	it('is not saved over what somebody else saved since the page was opened', async () => {
		const seen = { name: 'Organization A', accent: null, logo: null };
		const first = await save({ accent: '#0a7d4f', seen });
		await expect(save({ name: 'Stale', seen })).rejects.toMatchObject({ code: 'SETTINGS_CHANGED' });
		const now = { name: first.name, accent: first.accent, logo: first.logo };
		expect(await save({ name: 'Fresh', seen: now })).toMatchObject({ name: 'Fresh' });
	});

	it('keeps nothing of a logo’s file but its picture, and refuses what is none', async () => {
		const withWords = await picture(64, 64)
			.withExif({ IFD0: { Copyright: 'Somebody private' } })
			.jpeg()
			.toBuffer();
		const saved = await save({ logo: withWords.toString('base64') });
		const kept = await readBrandFile(world.deps, keyOf(saved.logo), 'png');
		expect(Buffer.from(kept?.body ?? []).toString('latin1')).not.toContain('Somebody');
		const svg = Buffer.from(
			'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
		);
		for (const [bytes, code] of [
			[svg, 'IMAGE_TYPE_UNSUPPORTED'],
			[Buffer.from('no picture at all'), 'IMAGE_UNREADABLE'],
			[withWords.subarray(0, 200), 'IMAGE_UNREADABLE'],
			[Buffer.alloc(262_145), 'PAYLOAD_TOO_LARGE']
		] as const)
			await expect(save({ logo: bytes.toString('base64') })).rejects.toMatchObject({ code });
		expect((await readBranding(world.deps, world.operator())).logo).toBe(saved.logo);
	});

	it('is an administrator’s to change, and one organization’s alone', async () => {
		await expect(
			saveBranding(world.deps, world.operator({ role: 'reviewer' }), { name: 'X', accent: null })
		).rejects.toMatchObject({ code: 'ROLE_INSUFFICIENT' });
		await save({ accent: '#aa0000' });
		expect(await readBranding(world.deps, world.operator({ organizationId: 'org-b' }))).toMatchObject({ accent: null });
	});
});

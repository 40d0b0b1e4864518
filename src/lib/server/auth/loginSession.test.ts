import { afterEach, beforeEach, expect, it } from 'vitest';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { addMember } from '$lib/server/organizations/testing';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { hashSecret } from './apiKey';
import { eraseEndedLogins } from './housekeeping';
import {
	closeLoginSession,
	loginCookieAttributes,
	openLoginSession,
	readLoginSession,
	type Login
} from './loginSession';

const MINUTE = 60_000;

onEveryDatabase('login sessions', ({ openFresh }) => {
	let world: World;
	let person: Login;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		person = await addMember(world.deps, 'org-a', 'admin');
	});
	afterEach(() => world.close());

	it('tells who is logged in, in which organization, with which role', async () => {
		const { token } = await openLoginSession(world.deps, person.userId);
		expect(await readLoginSession(world.deps, token)).toMatchObject({
			userId: person.userId,
			email: person.email,
			organizationId: 'org-a',
			organizationName: 'Organization A',
			role: 'admin'
		});
	});

	it('stores only the hash of the token, and the stored id opens nothing', async () => {
		const { token } = await openLoginSession(world.deps, person.userId);
		const rows = await world.deps.store.db.select().from(world.deps.store.t.loginSessions);
		expect(rows).toHaveLength(1);
		expect(JSON.stringify(rows)).not.toContain(token);
		expect(await readLoginSession(world.deps, rows[0]?.id ?? '')).toBeNull();
	});

	it('gives every login a token of its own with 256 random bits', async () => {
		const first = await openLoginSession(world.deps, person.userId);
		const second = await openLoginSession(world.deps, person.userId);
		expect(first.token).toMatch(/^[0-9a-f]{64}$/);
		expect(second.token).not.toBe(first.token);
	});

	it('ends after thirty minutes without a request', async () => {
		const { token } = await openLoginSession(world.deps, person.userId);
		world.deps.clock.advance(30 * MINUTE + 1000);
		expect(await readLoginSession(world.deps, token)).toBeNull();
	});

	it('lives on while it is used, counting thirty minutes from the last request', async () => {
		const { token } = await openLoginSession(world.deps, person.userId);
		for (let request = 0; request < 6; request++) {
			world.deps.clock.advance(28 * MINUTE);
			expect(await readLoginSession(world.deps, token)).not.toBeNull();
		}
		world.deps.clock.advance(5 * MINUTE);
		expect(await readLoginSession(world.deps, token)).not.toBeNull();
		world.deps.clock.advance(29 * MINUTE);
		expect(await readLoginSession(world.deps, token)).not.toBeNull();
	});

	it('ends twelve hours after it began, however much it is used', async () => {
		const { token } = await openLoginSession(world.deps, person.userId);
		for (let elapsed = 0; elapsed < 12 * 60 - 20; elapsed += 20) {
			world.deps.clock.advance(20 * MINUTE);
			expect(await readLoginSession(world.deps, token)).not.toBeNull();
		}
		world.deps.clock.advance(20 * MINUTE + 1000);
		expect(await readLoginSession(world.deps, token)).toBeNull();
	});

	it('ends at logout, and only the one that logged out', async () => {
		const here = await openLoginSession(world.deps, person.userId);
		const there = await openLoginSession(world.deps, person.userId);
		await closeLoginSession(world.deps, here.token);
		expect(await readLoginSession(world.deps, here.token)).toBeNull();
		expect(await readLoginSession(world.deps, there.token)).not.toBeNull();
	});

	it('forgets sessions that have ended, and only those', async () => {
		const ended = await openLoginSession(world.deps, person.userId);
		world.deps.clock.advance(31 * MINUTE);
		const open = await openLoginSession(world.deps, person.userId);
		await eraseEndedLogins(world.deps);
		const rows = await world.deps.store.db.select().from(world.deps.store.t.loginSessions);
		expect(rows.map(({ id }) => id)).toEqual([hashSecret(open.token)]);
		expect(await readLoginSession(world.deps, ended.token)).toBeNull();
	});

	it('sets a cookie that scripts cannot read and other sites cannot send', () => {
		expect(loginCookieAttributes({ secureCookies: true })).toEqual({
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: true,
			maxAge: 12 * 60 * 60
		});
		expect(loginCookieAttributes({ secureCookies: false }).secure).toBe(false);
	});
});

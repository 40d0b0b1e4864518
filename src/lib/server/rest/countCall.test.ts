import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore } from '$lib/server/db/testing';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { countCall } from './countCall';
import { fail } from './respond';

describe('counted calls', () => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openTestStore());
	});
	afterEach(() => world.close());

	async function call(subject?: string, address = '192.0.2.1') {
		const headers = new Headers();
		const set = (more: Record<string, string>) =>
			Object.entries(more).forEach(([name, value]) => headers.set(name, value));
		const event = { locals: { deps: world.deps }, getClientAddress: () => address, setHeaders: set };
		try {
			await countCall(event, subject ? 'handoff' : 'redeem', subject);
			return { status: 200, headers };
		} catch (error) {
			return fail(error, { deps: world.deps, requestId: 'r-1' });
		}
	}

	it('say what is left, and on refusal when to come back', async () => {
		const first = await call('session-a');
		expect(first.headers.get('ratelimit-policy')).toBe('"handoff";q=30;w=600');
		expect(first.headers.get('ratelimit')).toMatch(/^"handoff";r=29;t=6\d\d$/);
		for (let rest = 29; rest > 0; rest--) expect((await call('session-a')).status).toBe(200);
		const refused = await call('session-a');
		expect(refused.status).toBe(429);
		const seconds = refused.headers.get('retry-after');
		expect(Number(seconds)).toBeGreaterThan(0);
		expect(refused.headers.get('ratelimit-policy')).toBe('"handoff";q=30;w=600');
		expect(refused.headers.get('ratelimit')).toBe(`"handoff";r=0;t=${seconds}`);
		expect((await call('session-b')).status).toBe(200);
	});

	it('count addresses where no session is known yet', async () => {
		for (let tries = 0; tries < 30; tries++) expect((await call()).status).toBe(200);
		expect((await call()).status).toBe(429);
		expect((await call(undefined, '192.0.2.2')).status).toBe(200);
	});
});

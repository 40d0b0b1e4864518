import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { applicantCookieName, authorize } from '$lib/server/auth';
import { openTestStore } from '$lib/server/db/testing';
import { mintApiKey } from '$lib/server/organizations';
import { createSession } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { requireApplicant, requireSecretKey } from './principals';

describe('who an applicant’s call is from', () => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openTestStore());
	});
	afterEach(() => world.close());

	async function call(sessionId: string, cookie: string, authorization?: string) {
		const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
		return requireApplicant(
			{
				request: new Request('http://localhost/', { headers }),
				locals: { deps: world.deps },
				cookies: { get: (name) => (name === applicantCookieName(sessionId) ? cookie : undefined) }
			},
			sessionId
		);
	}

	it('is told by the cookie where there is no Authorization, and by Authorization alone where there is one', async () => {
		const { sessionId, hostedUrl } = await createSession(world.deps, world.tenant(), CreateSessionInput.parse({}));
		const clientSecret = new URL(hostedUrl).searchParams.get('token') ?? '';
		expect(await call(sessionId, clientSecret)).toMatchObject({ sessionId });
		expect(await call(sessionId, 'kvs_wrong', `Bearer ${clientSecret}`)).toMatchObject({ sessionId });
		for (const malformed of ['Bearer', 'Bearer sk_test_00', 'Basic YTpi', '', `Bearer kvs_${'0'.repeat(64)}`])
			await expect(call(sessionId, clientSecret, malformed), malformed).rejects.toMatchObject({
				code: 'CLIENT_SECRET_INVALID'
			});
	});
});

describe('what a tenant’s backend may call', () => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openTestStore());
	});
	afterEach(() => world.close());

	async function call(secretKey: string, address = '192.0.2.1', limits = {}) {
		const headers = new Headers({ authorization: `Bearer ${secretKey}` });
		const told: Record<string, string> = {};
		const config = { ...world.deps.config, rateLimitPerKey: 60, rateLimitPerAddress: 120, ...limits };
		const outcome = await requireSecretKey({
			request: new Request('http://localhost/', { headers }),
			locals: { deps: { ...world.deps, config } },
			getClientAddress: () => address,
			setHeaders: (more) => Object.assign(told, more)
		}).then(
			() => 'passed',
			(error: { code: string }) => error.code
		);
		return { outcome, told };
	}
	const mint = async (organizationId: string) => {
		const owner = authorize(world.operator({ organizationId }), 'administer');
		return (await mintApiKey(world.deps, owner, { environment: 'test', label: 'x' })).secretKey;
	};

	it('is limited by its key, is told what is left, and takes nothing from another tenant', async () => {
		const [greedy, modest] = [await mint('org-a'), await mint('org-b')];
		const first = await call(greedy);
		expect(first.outcome).toBe('passed');
		expect(first.told['ratelimit-policy']).toBe('"key";q=10;w=10');
		expect(first.told.ratelimit).toBe('"key";r=9;t=1');
		for (let n = 0; n < 9; n++) expect((await call(greedy)).outcome).toBe('passed');
		expect((await call(greedy)).outcome).toBe('RATE_LIMITED');
		expect((await call(modest, '192.0.2.2')).outcome).toBe('passed');
	});

	it('gets no more of the site by minting more keys than five keys’ worth, from however many addresses', async () => {
		const keys = [];
		for (let n = 0; n < 8; n++) keys.push(await mint('org-a'));
		let passed = 0;
		for (const [n, key] of keys.entries())
			for (let times = 0; times < 10; times++) if ((await call(key, `198.51.100.${n}`)).outcome === 'passed') passed++;
		expect(passed).toBe(50);
		expect((await call(await mint('org-b'), '192.0.2.2')).outcome).toBe('passed');
	});

	it('is limited by its address before the key is looked at: guessing keys is counted too', async () => {
		for (let n = 0; n < 20; n++) expect((await call('sk_test_guess', '192.0.2.9')).outcome).toBe('API_KEY_INVALID');
		expect((await call('sk_test_guess', '192.0.2.9')).outcome).toBe('RATE_LIMITED');
		expect((await call(await mint('org-a'), '192.0.2.9')).outcome).toBe('RATE_LIMITED');
	});
});

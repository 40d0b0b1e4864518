import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { applicantCookieName } from '$lib/server/auth';
import { openTestStore } from '$lib/server/db/testing';
import { createSession } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { requireApplicant } from './principals';

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

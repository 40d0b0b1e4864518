import { mintKeys, revokeKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { expect, test } from './fixtures/test';

test.describe('API keys', () => {
	test('every key that is not an active secret key gets 401 API_KEY_INVALID with one and the same body', async ({
		operator
	}) => {
		const good = await mintKeys(operator);
		const revoked = await mintKeys(operator);
		await revokeKeys(operator, revoked.id);
		const mistyped = good.secretKey.slice(0, -1) + (good.secretKey.endsWith('0') ? '1' : '0');
		const headers = [
			undefined,
			'',
			'Bearer',
			`bearer${good.secretKey}`,
			`Basic ${good.secretKey}`,
			`Bearer ${mistyped}`,
			`Bearer sk_test_${'0'.repeat(56)}`,
			`Bearer ${good.publishableKey}`,
			`Bearer ${revoked.secretKey}`
		];
		const bodies = new Set<string>();
		for (const authorization of headers) {
			const reply = await fetch(`${operator.origin}/api/verification/sessions`, {
				method: 'POST',
				headers: authorization === undefined ? {} : { authorization }
			});
			expect(reply.status, authorization ?? 'no header').toBe(401);
			const body = await reply.json();
			expect(body.error.code).toBe('API_KEY_INVALID');
			expect(body.error.requestId).toBe(reply.headers.get('x-request-id'));
			bodies.add(JSON.stringify({ ...body, error: { ...body.error, requestId: '' } }));
		}
		expect(bodies.size).toBe(1);
	});

	test('a revoked key stops working within a second', async ({ operator }) => {
		const keys = await mintKeys(operator);
		const backend = tenant(operator.origin, keys.secretKey);
		expect((await backend.call('sessions')).status).toBe(200);
		await revokeKeys(operator, keys.id);
		await expect(async () => expect((await backend.call('sessions')).status).toBe(401)).toPass({ timeout: 1000 });
	});

	test('a foreign key, and one of the other environment, see 404 NOT_FOUND', async ({ operator, backend }) => {
		const session = await backend.createSession();
		const foreign = tenant(operator.origin, (await mintKeys(await signUp(operator.origin))).secretKey);
		const live = tenant(operator.origin, (await mintKeys(operator, 'live')).secretKey);
		for (const other of [foreign, live]) {
			for (const [path, method] of [
				['', 'GET'],
				['/cancel', 'POST'],
				['/link', 'POST']
			] as const) {
				const reply = await other.call(`sessions/${session.sessionId}${path}`, { method });
				expect(reply.status).toBe(404);
				expect((await reply.json()).error.code).toBe('NOT_FOUND');
			}
		}
		expect((await backend.readSession(session.sessionId)).status).toBe('created');
	});
});

import { join } from 'node:path';
import { mintKeys } from '../scripts/lib/client/operator.mjs';
import { until } from '../scripts/lib/client/tenant.mjs';
import { createClient, UniicyApiError } from '../packages/node/src/index';
import { withNodePackage } from './fixtures/nodePackage';
import { listening, printed } from './fixtures/recipes';
import { expect, test, WEBHOOK_SECRET } from './fixtures/test';

test.describe('@uniicy/node', () => {
	test('makes, reads, lists, relinks, cancels and redacts sessions, and gives refusals as errors', async ({
		origin,
		operator
	}) => {
		const uniicy = createClient({ secretKey: (await mintKeys(operator)).secretKey, host: origin });
		const externalUserId = `node-${Date.now()}`;
		const made: string[] = [];
		for (let count = 0; count < 5; count++) made.push((await uniicy.sessions.create({ externalUserId })).sessionId);
		const listed: string[] = [];
		for await (const session of uniicy.sessions.list({ externalUserId, limit: 2 })) listed.push(session.sessionId);
		expect(listed).toEqual(made.toReversed());
		const [first = '', second = '', third = ''] = made;
		expect(await uniicy.sessions.retrieve(first)).toMatchObject({ status: 'created', externalUserId, checks: [] });
		expect((await uniicy.sessions.link(first)).hostedUrl).toContain(
			`${origin}/verification/session/${first}?token=kvs_`
		);
		expect((await uniicy.sessions.cancel(second)).status).toBe('canceled');
		expect((await uniicy.sessions.redact(third)).status).toBe('redacted');
		const once = { idempotencyKey: `${externalUserId}-once` };
		const twice = [await uniicy.sessions.create({}, once), await uniicy.sessions.create({}, once)];
		expect(twice[0]).toEqual(twice[1]);

		const refused = await uniicy.sessions.create({ policy: { minimumAge: -1 } }).catch((error: unknown) => error);
		expect(refused).toBeInstanceOf(UniicyApiError);
		expect(refused).toMatchObject({ code: 'VALIDATION_FAILED', status: 422, fields: [{ path: 'policy.minimumAge' }] });
		await expect(uniicy.sessions.link(second)).rejects.toMatchObject({ code: 'SESSION_CANCELED', status: 409 });
		const wrong = createClient({ secretKey: `sk_test_${'0'.repeat(56)}`, host: origin });
		await expect(wrong.sessions.retrieve(first)).rejects.toMatchObject({ code: 'API_KEY_INVALID' });
		const live = createClient({ secretKey: (await mintKeys(operator, 'live')).secretKey, host: origin });
		await expect(live.sandbox.scenarios()).rejects.toMatchObject({ code: 'TEST_KEY_REQUIRED', status: 403 });
		await expect(live.sandbox.run(first, 'minor')).rejects.toMatchObject({ code: 'TEST_KEY_REQUIRED' });
		await expect(live.sessions.retrieve(first)).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	test('as it is published: the recipes run, a scenario is played, and its webhooks are verified', async ({
		origin,
		operator
	}) => {
		const { secretKey } = await mintKeys(operator);
		const uniicy = createClient({ secretKey, host: origin });
		const keys = { IDB_SECRET_KEY: secretKey, IDB_WEBHOOK_SECRET: WEBHOOK_SECRET };
		await withNodePackage(origin, async (folder) => {
			expect(await printed(process.execPath, ['node-client.mjs'], keys, folder)).toContain(
				`${origin}/verification/session/`
			);
			const receiver = await listening(process.execPath, [join(folder, 'node-receiver.mjs')], keys);
			try {
				const { sessionId } = await uniicy.sessions.create({
					webhookUrl: `http://127.0.0.1:${receiver.port}/webhooks/kyc`,
					webhookSecret: WEBHOOK_SECRET,
					policy: { require: { liveness: false } }
				});
				expect((await uniicy.sandbox.scenarios()).map(({ id }) => id)).toContain('minor');
				expect(await uniicy.sandbox.run(sessionId, 'minor')).toMatchObject({ expected: { reviewStatus: 'rejected' } });
				await until('the verified event', async () => receiver.output().includes(`${sessionId} rejected`) || undefined);
				expect(await uniicy.sandbox.readRun(sessionId)).toMatchObject({ state: 'played', refused: null });
				const events = await until('both delivered', async () => {
					const list = await uniicy.events.list(sessionId);
					return list.length === 2 && list.every(({ state }) => state === 'delivered') ? list : undefined;
				});
				const before = receiver.output();
				expect(await uniicy.events.resend(events[1]?.id ?? '')).toEqual({ ok: true, eventId: events[1]?.id });
				await until('the event again', async () => receiver.output() !== before || undefined);
				const { artifacts } = await uniicy.sessions.retrieve(sessionId);
				const picture = artifacts.find(({ kind }) => kind === 'picture');
				const { mediaType, bytes } = await uniicy.sessions.artifact(sessionId, picture?.artifactId ?? '');
				expect([mediaType, bytes[0], bytes[1]]).toEqual(['image/jpeg', 0xff, 0xd8]);
				const day = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' };
				expect(await uniicy.events.resendRange(day)).toEqual({ queued: 0 });
				const forged = await fetch(`http://127.0.0.1:${receiver.port}/`, { method: 'POST', body: '{}' });
				expect(forged.status).toBe(401);
			} finally {
				await receiver.stop();
			}
		});
	});
});

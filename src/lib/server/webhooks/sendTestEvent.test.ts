import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { WebhookBody } from '$lib/contract/webhooks';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { removeWebhookDefault, saveWebhookDefault } from './defaults';
import { sendTestEvent } from './sendTestEvent';
import { makeDeliveryWorld, openReceiver } from './testing';

const SECRET = 'change-me-min-16-chars-random';
const TYPES = ['verification.extraction', 'verification.completed'] as const;

onEveryDatabase('a test event', ({ openFresh }) => {
	let store: Store;
	let world: Awaited<ReturnType<typeof makeDeliveryWorld>>;
	let receiver: Awaited<ReturnType<typeof openReceiver>>;
	let answer: Parameters<typeof openReceiver>[0];
	beforeAll(async () => {
		store = await openFresh();
	});
	afterAll(() => store.close());
	beforeEach(async () => {
		await store.db.delete(store.t.jobs);
		world = await makeDeliveryWorld(store);
		answer = () => 200;
		receiver = await openReceiver((...of) => answer?.(...of) ?? 200);
	});
	afterEach(() => receiver.close());

	const save = (url = receiver.url, environment: 'test' | 'live' = 'test', secret = SECRET) =>
		saveWebhookDefault(world.deps, world.operator, { environment, url, secret, overlapHours: 24 });
	const send = (
		change: Partial<Parameters<typeof sendTestEvent>[2]> = {},
		options: Parameters<typeof sendTestEvent>[3] = {}
	) => sendTestEvent(world.deps, world.operator, { environment: 'test', type: TYPES[1], ...change }, options);
	const received = () => {
		const [last] = receiver.received.slice(-1);
		if (!last) throw new Error('nothing came');
		return last;
	};
	const check = (secret: string) => {
		const { body, headers } = received();
		const expected = createHmac('sha256', secret).update(body).digest('hex');
		expect(headers['x-verification-signature']).toBe(expected);
		return JSON.parse(body.toString('utf8'));
	};

	it('has the shape of a real one, the signature of the default’s secret, and ids that nothing has', async () => {
		await save();
		for (const type of TYPES) {
			const outcome = await send({ type });
			expect(outcome).toMatchObject({ status: 200, error: null, signedWith: 'default', url: receiver.url });
			expect(outcome.responseText).toBe('answer 200');
			expect(check(SECRET)).toMatchObject({ event: type, id: outcome.eventId, sample: true });
			const event = WebhookBody.parse(JSON.parse(received().body.toString('utf8')));
			expect(event).toMatchObject({ environment: 'test', externalUserId: null, metadata: {} });
			expect(event.verificationSessionId).toBe('00000000-0000-0000-0000-000000000000');
			expect(event.id).toMatch(/^evt_test_[0-9a-f]{32}$/);
			expect(received().headers).toMatchObject({ 'x-verification-sample': 'true', 'webhook-id': outcome.eventId });
		}
		expect(() => check('another-secret-entirely')).toThrow();
	});

	it('is signed by both secrets while one is being replaced', async () => {
		await save();
		await save(receiver.url, 'test', 'the-newer-secret-of-two');
		await send();
		expect(check('the-newer-secret-of-two').id).toMatch(/^evt_test_/);
		expect(String(received().headers['webhook-signature']).split(' ')).toHaveLength(2);
	});

	it('goes to an endpoint signed as the newest event there was, and unsigned where its sessions name no secret', async () => {
		await world.announce(await world.makeSession({ webhookUrl: receiver.url, webhookSecret: 'an-older-secret-of-it' }));
		world.clock.advance(1_000);
		await world.announce(await world.makeSession({ webhookUrl: receiver.url, webhookSecret: SECRET }));
		const other = await openReceiver();
		await world.announce(await world.makeSession({ webhookUrl: other.url }));
		await world.lane().drain();
		expect(await send({ endpointId: world.endpointId(receiver.url) })).toMatchObject({ signedWith: 'session' });
		expect(check(SECRET)).toMatchObject({ sample: true });
		expect(await send({ endpointId: world.endpointId(other.url) })).toMatchObject({ signedWith: null, error: null });
		expect(other.received.at(-1)?.headers['x-verification-signature']).toBeUndefined();
		other.close();
	});

	it('is not sent to a receiver whose default was removed, as no delivery would be', async () => {
		await save();
		await world.announce(await world.makeSession({}));
		await world.lane().drain();
		expect(received().headers['x-verification-signature']).toBeDefined();
		await removeWebhookDefault(world.deps, world.operator, 'test');
		const outcome = await send({ endpointId: world.endpointId(receiver.url) });
		expect(outcome).toMatchObject({ status: null, error: 'default_removed', signedWith: null });
		expect(receiver.received).toHaveLength(1);
	});

	it('tells how the receiver answered, and shows the first KiB of it as text', async () => {
		await save();
		answer = () => (_, response) => response.writeHead(500).end(`<script>${'ü'.repeat(2_000)}`);
		const outcome = await send();
		expect(outcome).toMatchObject({ status: 500, error: 'status_500' });
		expect(Buffer.byteLength(outcome.responseText ?? '')).toBeLessThanOrEqual(1_024);
		expect(outcome.responseText).toMatch(/^<script>ü+$/);
		answer = () => (_, response) => response.writeHead(302, { location: '/elsewhere' }).end();
		expect(await send()).toMatchObject({ status: 302, error: 'status_302' });
	});

	it('tells why no answer came: guard, name, certificate, connection, time', async () => {
		await save('https://tenant.example/hooks', 'live');
		const live = { environment: 'live' } as const;
		const error = async (...of: Parameters<typeof send>) => (await send(...of)).error;
		expect(await error(live, { resolve: async () => ['10.0.0.7'] })).toBe('address_refused');
		expect(await error(live, { resolve: () => Promise.reject(new Error('ENOTFOUND')) })).toBe('dns_failed');
		await save(receiver.url.replace('http:', 'https:'));
		expect(await error()).toBe('tls_failed');
		await save(await nobodyThere());
		expect(await error()).toBe('connection_failed');
		await save();
		answer = () => () => undefined;
		expect(await error({}, { timeoutMs: 50 })).toBe('timeout');
	});

	it('is recorded with who, what and how it ended, and is in no event log', async () => {
		await save();
		await send();
		const { auditEvents, webhookEvents, webhookEndpoints } = store.t;
		const own = eq(auditEvents.organizationId, world.organizationId);
		const audit = await store.db.select().from(auditEvents).where(own);
		expect(audit.filter(({ action }) => action === 'webhook_test.sent')).toMatchObject([
			{ actorId: 'operator', detail: { environment: 'test', type: TYPES[1], status: 200, error: null } }
		]);
		const events = store.db.select().from(webhookEvents).where(eq(webhookEvents.organizationId, world.organizationId));
		const endpoints = store.db
			.select()
			.from(webhookEndpoints)
			.where(eq(webhookEndpoints.organizationId, world.organizationId));
		expect([...(await events), ...(await endpoints)]).toEqual([]);
	});

	it('is sent ten times a minute and organization, no oftener', async () => {
		await save();
		for (let n = 0; n < 10; n++) await send();
		await expect(send()).rejects.toMatchObject({ code: 'RATE_LIMITED' });
		expect(receiver.received).toHaveLength(10);
		world.clock.advance(70_000);
		expect(await send()).toMatchObject({ error: null });
	});

	it('goes to no receiver of another organization or environment, and to none where there is none', async () => {
		const session = await world.makeSession({ webhookUrl: receiver.url, webhookSecret: SECRET });
		await world.announce(session);
		await world.lane().drain();
		const endpointId = world.endpointId(receiver.url);
		const other = await makeDeliveryWorld(store);
		const foreign = { environment: 'test', type: TYPES[1], endpointId } as const;
		for (const sent of [
			sendTestEvent(other.deps, other.operator, foreign),
			send({ environment: 'live', endpointId }),
			send()
		])
			await expect(sent).rejects.toMatchObject({ code: 'NOT_FOUND' });
		expect(receiver.received).toHaveLength(1);
	});
});

/** A port of this machine that nothing listens on. */
async function nobodyThere(): Promise<string> {
	const server = http.createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}/`;
}

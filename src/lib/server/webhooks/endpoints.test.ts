import crypto from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { SaveWebhookDefaultInput } from '$lib/contract/webhookSettings';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { FAILURES_THAT_OPEN, PROBE_MS } from './breaker';
import { readWebhookDefault, removeWebhookDefault, saveWebhookDefault } from './defaults';
import { listEndpoints, resumeEndpoint } from './endpoints';
import { listEvents } from './eventLog';
import { resendEvent, resendRange } from './resend';
import { REFUSED_URLS } from '../platform/refusedUrls';
import { makeDeliveryWorld, openReceiver, type Received } from './testing';

const HOUR = 3_600_000;
const SECRET = 'first-secret-of-the-default';
const NEWER = 'newer-secret-of-the-default';

onEveryDatabase('webhook endpoints', ({ openFresh }) => {
	let store: Store;
	let world: Awaited<ReturnType<typeof makeDeliveryWorld>>;
	const open: { close(): void }[] = [];
	beforeAll(async () => {
		store = await openFresh();
	});
	afterAll(() => store.close());
	beforeEach(async () => {
		await store.db.delete(store.t.jobs);
		world = await makeDeliveryWorld(store);
	});
	afterEach(() => {
		for (const receiver of open.splice(0)) receiver.close();
	});
	const receive: typeof openReceiver = async (answer) => {
		const receiver = await openReceiver(answer);
		open.push(receiver);
		return receiver;
	};
	const announceTo = async (webhookUrl: string | null) =>
		(await world.announce(await world.makeSession({ webhookUrl }))).id;
	const codeOf = (work: Promise<unknown>) =>
		work.then(
			() => 'done',
			(error: { code?: string }) => error.code
		);
	const actions = async () =>
		(
			await store.db
				.select()
				.from(store.t.auditEvents)
				.where(eq(store.t.auditEvents.organizationId, world.organizationId))
		)
			.map(({ action, actorType }) => `${actorType} ${action}`)
			.sort();

	it('are paused by a 410 until a person resumes them; then all that was held goes out', async () => {
		const receiver = await receive((_, nth) => (nth === 1 ? 410 : 200));
		const first = await announceTo(receiver.url);
		await world.lane().drain();
		const held = [await announceTo(receiver.url), await announceTo(receiver.url)];
		for (let i = 0; i < 3; i++) {
			await world.lane().drain();
			world.clock.advance(24 * HOUR);
		}
		expect(receiver.received).toHaveLength(1);
		expect(await listEndpoints(world.deps, world.organizationId, 'test')).toMatchObject([
			{ id: world.endpointId(receiver.url), url: receiver.url, state: 'paused', lastError: 'status_410' }
		]);
		expect(await codeOf(resendEvent(world.deps, world.scope(), first))).toBe('ENDPOINT_PAUSED');

		const other = await makeDeliveryWorld(store);
		const endpointId = world.endpointId(receiver.url);
		expect(await codeOf(resumeEndpoint(world.deps, other.operator, endpointId))).toBe('NOT_FOUND');
		expect(await listEndpoints(world.deps, other.organizationId, 'test')).toEqual([]);
		expect(await world.lane().drain()).toBe(0);

		await resumeEndpoint(world.deps, world.operator, endpointId);
		await world.lane().drain();
		expect(await Promise.all([first, ...held].map(world.stateOf))).toEqual(['failed', 'delivered', 'delivered']);
		expect(await listEndpoints(world.deps, world.organizationId, 'test')).toMatchObject([
			{ state: 'active', pausedAt: null }
		]);
		expect(await actions()).toEqual(['operator webhook_endpoint.resumed', 'system webhook_endpoint.paused']);
	});

	it('that fail ten times in a row get one probe at a time, and everything at once when a probe succeeds', async () => {
		let up = false;
		const receiver = await receive(() => (up ? 200 : 503));
		const ids: string[] = [];
		for (let i = 0; i < FAILURES_THAT_OPEN + 5; i++) ids.push(await announceTo(receiver.url));
		await world.lane({}, { concurrency: 1 }).drain();
		expect(receiver.received).toHaveLength(FAILURES_THAT_OPEN);
		expect(await listEndpoints(world.deps, world.organizationId, 'test')).toMatchObject([{ state: 'unwell' }]);
		for (let probe = 1; probe <= 4; probe++) {
			world.clock.advance(60_000);
			await world.lane().drain();
			expect(receiver.received).toHaveLength(FAILURES_THAT_OPEN + probe);
		}
		up = true;
		world.clock.advance(60_000);
		await world.lane().drain();
		world.clock.advance(HOUR);
		await world.lane().drain();
		expect(await Promise.all(ids.map(world.stateOf))).toEqual(ids.map(() => 'delivered'));
		expect(await listEndpoints(world.deps, world.organizationId, 'test')).toMatchObject([
			{ state: 'active', failures: 0 }
		]);
	});

	it('whose probe dies with its worker are probed again, and a wait never counts as an attempt', async () => {
		const receiver = await receive();
		const id = await announceTo(receiver.url);
		const endpoint = { organizationId: world.organizationId, environment: 'test' as const, url: receiver.url };
		const row = { id: world.endpointId(receiver.url), ...endpoint, failures: FAILURES_THAT_OPEN, createdAt: 1 };
		await store.db.insert(store.t.webhookEndpoints).values({ ...row, openUntil: world.clock.now() + PROBE_MS });
		await world.lane().drain();
		expect(receiver.received).toEqual([]);
		expect((await store.db.select().from(store.t.jobs)).map(({ attempts }) => attempts)).toEqual([0]);
		world.clock.advance(PROBE_MS);
		await world.lane().drain();
		expect(await world.stateOf(id)).toBe('delivered');
	});

	it('get what a person sends again at once, open breaker or not', async () => {
		const receiver = await receive((_, nth) => (nth <= FAILURES_THAT_OPEN ? 503 : 200));
		const ids: string[] = [];
		for (let i = 0; i < FAILURES_THAT_OPEN; i++) ids.push(await announceTo(receiver.url));
		await world.lane().drain();
		await resendEvent(world.deps, world.scope(), ids[3] ?? '');
		await world.lane().drain();
		expect(await world.stateOf(ids[3] ?? '')).toBe('delivered');
	});

	it('get what is sent again while an attempt is under way as a delivery of its own', async () => {
		let id = '';
		const receiver = await receive((_, nth) => async (_request, response) => {
			if (nth === 1) await resendEvent(world.deps, world.scope(), id);
			response.writeHead(nth === 1 ? 503 : 200).end();
		});
		const to = await world.makeSession({ webhookUrl: receiver.url });
		id = (await world.announce(to)).id;
		await world.lane().drain();
		const [event] = await listEvents(world.deps, world.organizationId, to.session.id);
		expect(event).toMatchObject({
			state: 'delivered',
			attempts: [
				{ number: 1, status: 503 },
				{ number: 2, status: 200, nextAttemptAt: null }
			]
		});
		world.clock.advance(HOUR);
		await world.lane().drain();
		expect(receiver.received).toHaveLength(2);
	});

	it('are told of two attempts at once with a number each, and what arrived stays arrived', async () => {
		let id = '';
		const receiver = await receive((_, nth) => async (_request, response) => {
			if (nth === 1) {
				await resendEvent(world.deps, world.scope(), id);
				await world.lane().drain();
			}
			response.writeHead(nth === 1 ? 410 : 200).end();
		});
		const to = await world.makeSession({ webhookUrl: receiver.url });
		id = (await world.announce(to)).id;
		await world.lane().drain();
		const [event] = await listEvents(world.deps, world.organizationId, to.session.id);
		expect(event).toMatchObject({
			state: 'delivered',
			attempts: [
				{ number: 1, status: 200 },
				{ number: 2, status: 410 }
			]
		});
	});

	it('are left alone as long as their Retry-After says, whatever waits for them, for an hour at most', async () => {
		let asked = '1800';
		let up = false;
		const receiver = await receive(
			() => (_request, response) => response.writeHead(up ? 200 : 429, up ? {} : { 'retry-after': asked }).end()
		);
		const ids = [await announceTo(receiver.url)];
		await world.lane().drain();
		for (let i = 0; i < 3; i++) ids.push(await announceTo(receiver.url));
		const receivedAfter = async (ms: number) => {
			world.clock.advance(ms);
			await world.lane().drain();
			return receiver.received.length;
		};
		expect(await receivedAfter(0)).toBe(1);
		expect(await receivedAfter(1_799_999)).toBe(1);
		asked = '999999';
		expect(await receivedAfter(1)).toBe(2);
		up = true;
		expect(await receivedAfter(HOUR - 1)).toBe(2);
		expect(await receivedAfter(1)).toBeGreaterThan(2);
		await receivedAfter(72 * HOUR);
		expect(await Promise.all(ids.map(world.stateOf))).toEqual(ids.map(() => 'delivered'));
	});

	it('are left alone although an answer to what was sent before comes in meanwhile', async () => {
		const stateNow = async () => (await listEndpoints(world.deps, world.organizationId, 'test'))[0]?.state;
		const receiver = await receive((_, nth) => async (_request, response) => {
			if (nth === 1) return void response.writeHead(429, { 'retry-after': '1800' }).end();
			while (nth === 2 && (await stateNow()) !== 'unwell') await new Promise((resolve) => setImmediate(resolve));
			response.writeHead(200).end();
		});
		const ids = [await announceTo(receiver.url), await announceTo(receiver.url)];
		await world.lane().drain();
		ids.push(await announceTo(receiver.url));
		await world.lane().drain();
		expect(receiver.received).toHaveLength(2);
		for (let i = 0; i < 2; i++) {
			world.clock.advance(HOUR);
			await world.lane().drain();
		}
		expect(await Promise.all(ids.map(world.stateOf))).toEqual(['delivered', 'delivered', 'delivered']);
	});

	it('stop at an event older than the whole schedule once nobody has answered for ten attempts', async () => {
		const receiver = await receive(() => 503);
		const old = await announceTo(receiver.url);
		world.clock.advance(121 * HOUR);
		const fresh: string[] = [];
		for (let i = 0; i < FAILURES_THAT_OPEN; i++) fresh.push(await announceTo(receiver.url));
		for (let i = 0; i < 3; i++) {
			await world.lane({}, { concurrency: 1 }).drain();
			await resendEvent(world.deps, world.scope(), old).catch(() => undefined);
			world.clock.advance(60_000);
		}
		expect(await world.stateOf(old)).toBe('failed');
		expect(await world.stateOf(fresh[0] ?? '')).toBe('pending');
	});

	const saveDefault = (
		input: { url: string; secret?: string; overlapHours?: number; seenUpdatedAt?: number | null },
		environment = 'test'
	) => saveWebhookDefault(world.deps, world.operator, SaveWebhookDefaultInput.parse({ environment, ...input }));
	const standard = ({ headers, body }: Received, secret: string) =>
		`v1,${crypto
			.createHmac('sha256', secret)
			.update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`)
			.update(body)
			.digest('base64')}`;
	const guide = ({ body }: Received, secret: string) => crypto.createHmac('sha256', secret).update(body).digest('hex');

	it('by default serve sessions without a URL alone, and a rotated secret signs beside the new one for a while', async () => {
		const fallback = await receive();
		const own = await receive();
		const first = await saveDefault({ url: fallback.url, secret: SECRET, seenUpdatedAt: null });
		// Another tab that was opened before: it does not put its own over it.
		for (const seenUpdatedAt of [null, first.updatedAt - 1])
			await expect(saveDefault({ url: own.url, secret: NEWER, seenUpdatedAt })).rejects.toMatchObject({
				code: 'SETTINGS_CHANGED'
			});
		await announceTo(null);
		await announceTo(own.url);
		await world.lane().drain();
		expect([fallback.received.length, own.received.length]).toEqual([1, 1]);
		// A session with a URL and no secret is unsigned, always.
		expect(own.received[0]?.headers['webhook-signature']).toBeUndefined();

		expect(
			await saveDefault({ url: fallback.url, secret: NEWER, overlapHours: 2, seenUpdatedAt: first.updatedAt })
		).toMatchObject({
			previousUntil: world.clock.now() + 2 * HOUR
		});
		await announceTo(null);
		await world.lane().drain();
		world.clock.advance(2 * HOUR);
		await announceTo(null);
		await world.lane().drain();
		const [before, during, after] = fallback.received;
		if (!before || !during || !after) throw new Error('three requests were to come');
		expect(before.headers['webhook-signature']).toBe(standard(before, SECRET));
		expect(during.headers['webhook-signature']).toBe(`${standard(during, NEWER)} ${standard(during, SECRET)}`);
		expect(during.headers['x-verification-signature']).toBe(guide(during, NEWER));
		expect(after.headers['webhook-signature']).toBe(standard(after, NEWER));
		expect(await readWebhookDefault(world.deps, world.organizationId, 'test')).toMatchObject({ previousUntil: null });
		expect(await readWebhookDefault(world.deps, world.organizationId, 'live')).toBeNull();
	});

	it('by default sign with the session’s own secret where it brings one', async () => {
		const fallback = await receive();
		await saveDefault({ url: fallback.url, secret: SECRET });
		await world.announce(await world.makeSession({ webhookSecret: 'a-secret-of-the-session' }));
		await world.lane().drain();
		const [request] = fallback.received;
		expect(request?.headers['x-verification-signature']).toBe(request && guide(request, 'a-secret-of-the-session'));
	});

	it('by default get nothing more once the default is removed, not even unsigned', async () => {
		const fallback = await receive();
		await saveDefault({ url: fallback.url, secret: SECRET });
		const to = await world.makeSession();
		const { id } = await world.announce(to);
		await removeWebhookDefault(world.deps, world.operator, 'test');
		await world.lane().drain();
		expect(fallback.received).toEqual([]);
		expect(await world.stateOf(id)).toBe('failed');
		const [event] = await listEvents(world.deps, world.organizationId, to.session.id);
		expect(event?.attempts).toMatchObject([{ error: 'default_removed', nextAttemptAt: null }]);
		expect(await actions()).toEqual(['operator webhook_default.removed', 'operator webhook_default.saved']);
	});

	it('by default must be a URL that the guard would let through, with a secret the first time', async () => {
		for (const url of REFUSED_URLS) {
			const input = { environment: 'live', url, secret: SECRET };
			// What is not even a text of the right kind does not come as far as the guard.
			if (SaveWebhookDefaultInput.safeParse(input).success)
				expect(await codeOf(saveDefault({ url, secret: SECRET }, 'live')), url).toBe('WEBHOOK_URL_REFUSED');
		}
		expect(await codeOf(saveDefault({ url: 'http://10.0.0.1/', secret: SECRET }))).toBe('WEBHOOK_URL_REFUSED');
		expect(await codeOf(saveDefault({ url: 'http://127.0.0.1:9000/', secret: SECRET }, 'live'))).toBe(
			'WEBHOOK_URL_REFUSED'
		);
		expect(await codeOf(saveDefault({ url: 'https://tenant.example/' }))).toBe('VALIDATION_FAILED');
		await saveDefault({ url: 'https://tenant.example/', secret: SECRET });
		expect(await saveDefault({ url: 'https://tenant.example/other' })).toMatchObject({ previousUntil: null });
		const [row] = await store.db
			.select()
			.from(store.t.webhookDefaults)
			.where(eq(store.t.webhookDefaults.organizationId, world.organizationId));
		expect(row?.secretSealed.includes(SECRET)).toBe(false);
	});

	it('get a stretch of given-up events again: all of them, page by page, and nobody else’s', async () => {
		let up = false;
		const receiver = await receive(() => (up ? 200 : 410));
		const from = new Date(world.clock.now()).toISOString();
		const ids: string[] = [];
		for (let i = 0; i < 4; i++) {
			ids.push(await announceTo(receiver.url));
			await world.lane().drain();
			await resumeEndpoint(world.deps, world.operator, world.endpointId(receiver.url));
			world.clock.advance(1_000);
		}
		const outside = await announceTo(receiver.url);
		const range = { from, to: new Date(world.clock.now()).toISOString(), state: 'failed' as const };
		up = true;
		const other = await makeDeliveryWorld(store);
		expect(await resendRange(world.deps, other.scope(), range)).toEqual({ queued: 0, nextCursor: null });
		expect(await resendRange(world.deps, world.scope('live'), range)).toEqual({ queued: 0, nextCursor: null });
		expect(await resendRange(world.deps, world.scope(), range)).toEqual({ queued: 4, nextCursor: null });
		const { auditEvents } = store.t;
		const told = await store.db.select().from(auditEvents).where(eq(auditEvents.action, 'webhook.range_resent'));
		expect(told).toMatchObject([{ organizationId: world.organizationId, detail: { queued: 4, state: 'failed' } }]);
		await world.lane().drain();
		expect(await Promise.all(ids.map(world.stateOf))).toEqual(ids.map(() => 'delivered'));
		expect(receiver.received.filter(({ headers }) => headers['webhook-id'] === outside)).toHaveLength(1);
		expect(await codeOf(resendRange(world.deps, world.scope(), { ...range, to: from }))).toBe('VALIDATION_FAILED');
		expect(await codeOf(resendRange(world.deps, world.scope(), { ...range, cursor: 'x' }))).toBe('VALIDATION_FAILED');
	});

	it('get a thousand events a page, each once', async () => {
		const { session } = await world.makeSession({ webhookUrl: 'https://tenant.example/' });
		const at = world.clock.now();
		const rows = Array.from({ length: 1_005 }, (_, index) => ({
			...{ id: `evt_${crypto.randomBytes(16).toString('hex')}`, organizationId: world.organizationId },
			...{ environment: 'test' as const, sessionId: session.id, sequence: index + 1, type: 'verification.completed' },
			...{ bodySealed: Buffer.from('x'), url: 'https://tenant.example/', state: 'failed' as const, createdAt: at }
		}));
		for (let i = 0; i < rows.length; i += 200)
			await store.db.insert(store.t.webhookEvents).values(rows.slice(i, i + 200));
		const range = { from: new Date(at).toISOString(), to: new Date(at + 1).toISOString(), state: 'failed' as const };
		const first = await resendRange(world.deps, world.scope(), range);
		const second = await resendRange(world.deps, world.scope(), { ...range, cursor: first.nextCursor ?? '' });
		expect([first.queued, second.queued, second.nextCursor]).toEqual([1_000, 5, null]);
		expect(await store.db.$count(store.t.jobs)).toBe(1_005);
	});
});

import crypto from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { WebhookBody } from '$lib/contract/webhooks';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { enqueue } from '$lib/server/jobs';
import { createKeyring } from '../platform';
import { REFUSED_URLS } from '../platform/refusedUrls';
import { deliverWebhook } from './deliverWebhook';
import { listEvents } from './eventLog';
import { completed, extraction, makeDeliveryWorld, openReceiver } from './testing';

const HOUR = 3_600_000;
const SECRET = 'change-me-min-16-chars-random';

onEveryDatabase('webhook delivery', ({ openFresh }) => {
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
	const attemptsOf = async (sessionId: string) =>
		(await listEvents(world.deps, world.organizationId, sessionId)).flatMap((event) => event.attempts);
	const eventNames = (received: { body: Buffer }[]) =>
		received.map(({ body }) => String((JSON.parse(body.toString('utf8')) as { event: string }).event));

	it('sends the agreed body, signed so that the guide’s receiver accepts it', async () => {
		const receiver = await receive();
		const metadata = { z: 'ü 🛂\r\n', a: [1, { b: null }], lone: '\ud800' };
		const to = await world.makeSession({ webhookUrl: receiver.url, webhookSecret: SECRET, metadata });
		const { id, sequence } = await world.announce(to, extraction());
		await world.lane().drain();

		const [request] = receiver.received;
		expect(receiver.received).toHaveLength(1);
		const body = request?.body ?? Buffer.alloc(0);
		const event = WebhookBody.parse(JSON.parse(body.toString('utf8')));
		expect(event).toMatchObject({ id, sequence, verificationSessionId: to.session.id, metadata, environment: 'test' });
		expect(id).toMatch(/^evt_[0-9a-f]{32}$/);
		expect(request?.headers).toMatchObject({
			'content-type': 'application/json',
			'webhook-id': id,
			'webhook-timestamp': String(world.clock.now() / 1_000),
			'x-verification-signature': crypto.createHmac('sha256', SECRET).update(body).digest('hex')
		});
		expect(request?.headers['webhook-signature']).toMatch(/^v1,/);
		expect(await world.stateOf(id)).toBe('delivered');
	});

	it('sends no signature header without a secret', async () => {
		const receiver = await receive();
		await world.announce(await world.makeSession({ webhookUrl: receiver.url }));
		await world.lane().drain();
		const names = Object.keys(receiver.received[0]?.headers ?? {});
		expect(names).toEqual(expect.arrayContaining(['webhook-id', 'webhook-timestamp']));
		expect(names.filter((name) => name.includes('signature'))).toEqual([]);
	});

	it('announces nothing when the transaction that announces fails', async () => {
		const to = await world.makeSession({ webhookUrl: 'https://tenant.example/' });
		const { append } = await import('./outbox');
		const undone = store.tx(function* (tx) {
			yield* append(tx, world.deps, { ...to, payload: completed() });
			throw new Error('undo');
		});
		await expect(undone).rejects.toThrow('undo');
		expect(await listEvents(world.deps, world.organizationId, to.session.id)).toEqual([]);
		expect(await store.db.select().from(store.t.jobs)).toEqual([]);
		expect((await world.announce(to)).sequence).toBe(1);
	});

	it('numbers the events of a session from 1 without gaps, also when they come at once', async () => {
		const to = await world.makeSession();
		const numbers = await Promise.all(Array.from({ length: 10 }, () => world.announce(to)));
		expect(numbers.map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	});

	it('keeps an event without a URL in the log, and sends nothing', async () => {
		const to = await world.makeSession();
		const { id } = await world.announce(to);
		expect(await world.lane().drain()).toBe(0);
		expect(await world.stateOf(id)).toBe('none');
	});

	it('tries again after a failure with the same bytes, and shows every attempt', async () => {
		const receiver = await receive((_, nth) => (nth < 3 ? 503 : 200));
		const to = await world.makeSession({ webhookUrl: receiver.url, webhookSecret: SECRET });
		const { id } = await world.announce(to);
		for (let i = 0; i < 3; i++) {
			await world.lane().drain();
			world.clock.advance(HOUR);
		}
		expect(receiver.received).toHaveLength(3);
		expect(new Set(receiver.received.map(({ body }) => body.toString('hex'))).size).toBe(1);
		expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
		expect(await attemptsOf(to.session.id)).toMatchObject([
			{ number: 1, status: 503, error: 'status_503', responseText: 'answer 503', nextAttemptAt: expect.any(Number) },
			{ number: 2, status: 503, error: 'status_503' },
			{ number: 3, status: 200, error: null, responseText: 'answer 200', nextAttemptAt: null }
		]);
		expect(await world.stateOf(id)).toBe('delivered');
		expect(await store.db.select().from(store.t.jobs)).toEqual([]);
	});

	it('runs through the whole schedule, then gives the event up and goes on with the next', async () => {
		const receiver = await receive(({ body }) => (body.includes('verification.extraction') ? 500 : 200));
		const to = await world.makeSession({ webhookUrl: receiver.url });
		const { id } = await world.announce(to, extraction());
		const start = world.clock.now();
		for (let attempts = 1; attempts > 0;) {
			attempts = await world.lane().drain();
			const [next] = await store.db.select().from(store.t.jobs);
			if (next) world.clock.set(next.runAt);
		}
		const attempts = await attemptsOf(to.session.id);
		expect(attempts).toHaveLength(12);
		expect((attempts.at(-1)?.startedAt ?? 0) - start).toBeGreaterThanOrEqual(75 * HOUR + 35 * 60_000);
		for (const [i, attempt] of attempts.entries())
			if (i > 0) expect(attempt.startedAt).toBe(attempts[i - 1]?.nextAttemptAt);
		expect(await world.stateOf(id)).toBe('failed');
		await world.announce(to);
		// Twelve failures in a row have opened the endpoint's breaker, for a minute at most.
		world.clock.advance(60_000);
		await world.lane().drain();
		expect(eventNames(receiver.received).at(-1)).toBe('verification.completed');
	});

	it('waits as long as Retry-After says, also when its worker dies in between', async () => {
		const receiver = await receive((_, nth) =>
			nth === 1 ? (_request, response) => response.writeHead(429, { 'retry-after': '7200' }).end() : 200
		);
		const to = await world.makeSession({ webhookUrl: receiver.url });
		const { id } = await world.announce(to);
		await world.lane().drain();
		// As after a death between recording the attempt and planning the next: the job is due at once.
		await store.db.update(store.t.jobs).set({ runAt: world.clock.now() });
		await world.lane().drain();
		world.clock.advance(2 * HOUR - 1);
		await world.lane().drain();
		expect(receiver.received).toHaveLength(1);
		world.clock.advance(1);
		await world.lane().drain();
		expect(receiver.received).toHaveLength(2);
		expect(await world.stateOf(id)).toBe('delivered');
	});

	it('ends a delivery at 410', async () => {
		const receiver = await receive(() => 410);
		const { id } = await world.announce(await world.makeSession({ webhookUrl: receiver.url }));
		await world.lane().drain();
		world.clock.advance(200 * HOUR);
		expect(await world.lane().drain()).toBe(0);
		expect(receiver.received).toHaveLength(1);
		expect(await world.stateOf(id)).toBe('failed');
	});

	it('takes a redirect as a failure and does not follow it', async () => {
		const elsewhere = await receive();
		const receiver = await receive(
			() => (_request, response) => response.writeHead(307, { location: elsewhere.url }).end()
		);
		const to = await world.makeSession({ webhookUrl: receiver.url });
		await world.announce(to);
		await world.lane().drain();
		expect(elsewhere.received).toEqual([]);
		expect(await attemptsOf(to.session.id)).toMatchObject([{ status: 307, error: 'status_307' }]);
	});

	it('gives up on an attempt that gets no answer in time', async () => {
		const receiver = await receive(() => () => undefined);
		const to = await world.makeSession({ webhookUrl: receiver.url });
		await world.announce(to);
		await world.lane({ timeoutMs: 50 }).drain();
		expect(await attemptsOf(to.session.id)).toMatchObject([{ status: null, error: 'timeout', responseText: null }]);
	});

	it('keeps the first KiB of an answer, as text that any database takes', async () => {
		const receiver = await receive(() => (_request, response) => response.writeHead(500).end(`\0${'ü'.repeat(2_000)}`));
		const to = await world.makeSession({ webhookUrl: receiver.url });
		await world.announce(to);
		await world.lane().drain();
		expect((await attemptsOf(to.session.id))[0]?.responseText).toBe('ü'.repeat(511));
	});

	it('never reaches loopback for a live session, nor what a name resolves to there', async () => {
		const receiver = await receive();
		const port = new URL(receiver.url).port;
		const live = await world.makeSession({ webhookUrl: receiver.url, environment: 'live' });
		const named = await world.makeSession({ webhookUrl: `http://tenant.example:${port}/`, environment: 'live' });
		for (const to of [live, named]) await world.announce(to);
		await world.lane({ resolve: async () => ['127.0.0.1'] }).drain();
		expect(receiver.received).toEqual([]);
		for (const { session } of [live, named])
			expect(await attemptsOf(session.id)).toMatchObject([{ status: null, error: 'address_refused' }]);
	});

	it('reaches none of the hostile URLs, should one have got past the create', async () => {
		const sessions = [];
		// PostgreSQL stores no NUL, so that one cannot have got there.
		for (const webhookUrl of REFUSED_URLS.filter((url) => !url.includes('\0'))) {
			const to = await world.makeSession({ webhookUrl, environment: 'live' });
			await world.announce(to);
			sessions.push(to.session.id);
		}
		await world.lane().drain();
		for (const id of sessions)
			expect(await attemptsOf(id)).toMatchObject([
				{ status: null, error: expect.stringMatching(/refused$|url_invalid/) }
			]);
	});

	it('fails the events of a redacted session with that reason, and sends nothing', async () => {
		const receiver = await receive();
		const to = await world.makeSession({ webhookUrl: receiver.url });
		const { id } = await world.announce(to);
		const { verificationSessions } = store.t;
		await store.db
			.update(verificationSessions)
			.set({ wrappedKey: null })
			.where(eq(verificationSessions.id, to.session.id));
		await world.lane().drain();
		expect(receiver.received).toEqual([]);
		expect(await world.stateOf(id)).toBe('failed');
		expect(await attemptsOf(to.session.id)).toMatchObject([{ error: 'session_redacted', nextAttemptAt: null }]);
	});

	it('keeps no answer that came while the session was being erased', async () => {
		const { verificationSessions } = store.t;
		const receiver = await receive(() => async (_request, response) => {
			await store.db
				.update(verificationSessions)
				.set({ wrappedKey: null })
				.where(eq(verificationSessions.id, to.session.id));
			response.writeHead(500).end('Erika Mustermann is unknown here');
		});
		const to = await world.makeSession({ webhookUrl: receiver.url });
		await world.announce(to);
		await world.lane().drain();
		expect(await attemptsOf(to.session.id)).toMatchObject([{ status: 500, responseText: null }]);
	});

	it('does not send again what is delivered, when its worker died before finishing the job', async () => {
		const receiver = await receive();
		const to = await world.makeSession({ webhookUrl: receiver.url });
		const { id } = await world.announce(to);
		await world.lane().drain();
		await store.tx((tx) =>
			enqueue(tx, world.deps, { job: deliverWebhook, payload: { eventId: id }, key: `deliver:${id}` })
		);
		await world.lane().drain();
		expect(receiver.received).toHaveLength(1);
	});

	it('does not call a fault of ours, met at every try, the death of a worker', async () => {
		const to = await world.makeSession({ webhookUrl: 'https://tenant.example/' });
		const { id } = await world.announce(to);
		const { verificationSessions } = store.t;
		const unreadable = createKeyring(Buffer.alloc(32, 1)).newKey('elsewhere').wrapped;
		await store.db
			.update(verificationSessions)
			.set({ wrappedKey: unreadable })
			.where(eq(verificationSessions.id, to.session.id));
		await store.db.update(store.t.jobs).set({ attempts: deliverWebhook.maxAttempts - 1 });
		await world.lane().drain();
		expect(await world.stateOf(id)).toBe('failed');
		expect(await attemptsOf(to.session.id)).toMatchObject([{ error: 'attempts_exhausted', nextAttemptAt: null }]);
	});

	it('gives up in the open on an event that kills every worker, and goes on with the next', async () => {
		const receiver = await receive();
		const to = await world.makeSession({ webhookUrl: receiver.url });
		const { id } = await world.announce(to, extraction());
		await world.announce(to);
		await store.db
			.update(store.t.jobs)
			.set({ attempts: deliverWebhook.maxAttempts, lockToken: 'dead', lockedUntil: world.clock.now() - 1 });
		await world.lane().drain();
		expect(await world.stateOf(id)).toBe('failed');
		expect(await attemptsOf(to.session.id)).toMatchObject([{ error: 'worker_died' }, { status: 200 }]);
		expect(eventNames(receiver.received)).toEqual(['verification.completed']);
	});
});

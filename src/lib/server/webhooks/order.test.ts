import { and, eq, isNotNull } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { AppError } from '$lib/server/platform';
import { endpointKey } from './endpointKey';
import { resumeEndpoint } from './endpoints';
import { listEvents } from './eventLog';
import { resendEvent } from './resend';
import { extraction, makeDeliveryWorld, openReceiver, type Received } from './testing';

const HOUR = 3_600_000;
const sequenceOf = ({ body }: Received) => (JSON.parse(body.toString('utf8')) as { sequence: number }).sequence;
const sessionOf = ({ body }: Received) =>
	(JSON.parse(body.toString('utf8')) as { verificationSessionId: string }).verificationSessionId;

onEveryDatabase('the order of deliveries', ({ openFresh }) => {
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

	it('holds later events back while an earlier one is still tried, and lets them go the moment it arrives', async () => {
		let up = false;
		const receiver = await receive(() => (up ? 200 : 503));
		const to = await world.makeSession({ webhookUrl: receiver.url });
		for (let i = 0; i < 3; i++) await world.announce(to, extraction());
		await world.lane().drain();
		world.clock.advance(HOUR);
		await world.lane().drain();
		expect(receiver.received.map(sequenceOf)).toEqual([1, 1]);
		up = true;
		world.clock.advance(HOUR);
		await world.lane().drain();
		expect(receiver.received.map(sequenceOf)).toEqual([1, 1, 1, 2, 3]);
	});

	it.each([400, 401, 404, 422])(
		'lets later events pass after a %i, and goes on trying the held one',
		async (status) => {
			const receiver = await receive((request, nth) => (sequenceOf(request) === 1 && nth < 3 ? status : 200));
			const to = await world.makeSession({ webhookUrl: receiver.url });
			for (let i = 0; i < 2; i++) await world.announce(to, extraction());
			await world.lane().drain();
			expect(receiver.received.map(sequenceOf)).toEqual([1, 2]);
			world.clock.advance(HOUR);
			await world.lane().drain();
			expect(receiver.received.map(sequenceOf)).toEqual([1, 2, 1]);
		}
	);

	it.each([408, 409, 425, 429, 500, 502])(
		'does not let later events pass after a %i until five attempts failed',
		async (status) => {
			const receiver = await receive((request) => (sequenceOf(request) === 1 ? status : 200));
			const to = await world.makeSession({ webhookUrl: receiver.url });
			for (let i = 0; i < 3; i++) await world.announce(to, extraction());
			for (let i = 0; i < 4; i++) {
				await world.lane().drain();
				world.clock.advance(24 * HOUR);
			}
			expect(receiver.received.map(sequenceOf)).toEqual([1, 1, 1, 1]);
			await world.lane().drain();
			expect(receiver.received.map(sequenceOf)).toEqual([1, 1, 1, 1, 1, 2, 3]);
			world.clock.advance(24 * HOUR);
			await world.lane().drain();
			expect(receiver.received.map(sequenceOf).at(-1)).toBe(1);
		}
	);

	it('never inverts first deliveries within a session, and never lets one session hold another', async () => {
		let state = 7;
		const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
		const arrived: Received[] = [];
		const failures = new Map<string, number>();
		const receiver = await receive((request) => {
			const event = String(request.headers['webhook-id']);
			const failed = failures.get(event) ?? 0;
			// Fewer than the five failures that would rightly let later events pass.
			if (failed < 4 && random() < 0.3) {
				failures.set(event, failed + 1);
				return 503;
			}
			arrived.push(request);
			return 200;
		});
		const sessions = await Promise.all(
			Array.from({ length: 25 }, () => world.makeSession({ webhookUrl: receiver.url }))
		);
		for (const to of sessions) for (let i = 0; i < 4; i++) await world.announce(to, extraction());
		for (let i = 0; i < 14; i++) {
			await world.lane().drain();
			world.clock.advance(30 * HOUR);
		}
		const bySession = new Map<string, number[]>();
		for (const request of arrived)
			bySession.set(sessionOf(request), [...(bySession.get(sessionOf(request)) ?? []), sequenceOf(request)]);
		expect([...bySession.values()]).toEqual(Array.from({ length: 25 }, () => [1, 2, 3, 4]));
	});

	it('keeps room for others beside a tenant whose every session names a dead URL of its own', async () => {
		const waiting: (() => void)[] = [];
		let quickDone = 0;
		const dead = await receive(() => (_request, response) => {
			waiting.push(() => response.writeHead(503).end());
			if (quickDone === 5) waiting.at(-1)?.();
		});
		for (let i = 0; i < 30; i++)
			await world.announce(await world.makeSession({ webhookUrl: `${dead.url}?session=${i}` }));
		const other = await makeDeliveryWorld(store, world.deps.keyring);
		for (const { clock } of [world, other]) clock.advance(1);
		const quick = await receive(() => (_request, response) => {
			response.on('close', () => ++quickDone === 5 && waiting.forEach((answer) => answer()));
			response.writeHead(200).end();
		});
		for (let i = 0; i < 5; i++) await other.announce(await other.makeSession({ webhookUrl: quick.url }));
		await world.lane({}, { concurrency: 20, ownerLimit: 5 }).drain();
		expect(quick.received).toHaveLength(5);
		expect(dead.received).toHaveLength(30);
	});

	it('has at most ten requests under way to one endpoint, while others are served', async () => {
		const waiting: (() => void)[] = [];
		let quickDone = 0;
		let slowUnderWay = -1;
		/** Once ten slow ones wait here and every quick one, due later, is through: look, then let all go. */
		const letGoWhenSettled = async () => {
			if (slowUnderWay === -1 && (waiting.length < 10 || quickDone < 5)) return;
			const { jobs } = store.t;
			slowUnderWay = Math.max(
				slowUnderWay,
				await store.db.$count(jobs, and(isNotNull(jobs.lockToken), eq(jobs.groupKey, slowEndpoint)))
			);
			for (const answer of waiting.splice(0)) answer();
		};
		const slow = await receive(() => (_request, response) => {
			waiting.push(() => response.writeHead(200).end());
			void letGoWhenSettled();
		});
		const slowEndpoint = endpointKey({ organizationId: world.organizationId, environment: 'test', url: slow.url });
		for (let i = 0; i < 25; i++) await world.announce(await world.makeSession({ webhookUrl: slow.url }));
		world.clock.advance(1);
		const quick = await receive(() => (_request, response) => {
			response.on('close', () => {
				quickDone++;
				void letGoWhenSettled();
			});
			response.writeHead(200).end();
		});
		for (let i = 0; i < 5; i++) await world.announce(await world.makeSession({ webhookUrl: quick.url }));
		await world.lane({}, { concurrency: 40 }).drain();
		expect(slowUnderWay).toBe(10);
		expect(slow.received).toHaveLength(25);
		expect(quick.received).toHaveLength(5);
	});

	it('resends an event on request: same id, same bytes, whatever became of it', async () => {
		const receiver = await receive((_, nth) => (nth === 1 ? 410 : 200));
		const to = await world.makeSession({ webhookUrl: receiver.url });
		const { id } = await world.announce(to);
		await world.lane().drain();
		expect(await world.stateOf(id)).toBe('failed');
		// 410 has paused the endpoint.
		await resumeEndpoint(world.deps, world.operator, world.endpointId(receiver.url));
		for (let i = 0; i < 2; i++) {
			await resendEvent(world.deps, world.scope(), id);
			await world.lane().drain();
			expect(await world.stateOf(id)).toBe('delivered');
		}
		expect(receiver.received).toHaveLength(3);
		expect(new Set(receiver.received.map(({ body }) => body.toString('hex'))).size).toBe(1);
		expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
		const [event] = await listEvents(world.deps, world.organizationId, to.session.id);
		expect(event?.attempts.map(({ number, status }) => [number, status])).toEqual([
			[1, 410],
			[2, 200],
			[3, 200]
		]);
	});

	it('tries a resent event on its own schedule, and takes back no success', async () => {
		const receiver = await receive((_, nth) => (nth === 1 ? 200 : 500));
		const to = await world.makeSession({ webhookUrl: receiver.url });
		const { id } = await world.announce(to);
		await world.lane().drain();
		await resendEvent(world.deps, world.scope(), id);
		for (let i = 0; i < 20; i++) {
			await world.lane().drain();
			world.clock.advance(30 * HOUR);
		}
		expect(receiver.received).toHaveLength(13);
		expect(await world.stateOf(id)).toBe('delivered');
	});

	it('tries an event that waits for its next attempt at once when asked to', async () => {
		const receiver = await receive((_, nth) => (nth === 1 ? 500 : 200));
		const { id } = await world.announce(await world.makeSession({ webhookUrl: receiver.url }));
		await world.lane().drain();
		await resendEvent(world.deps, world.scope(), id);
		await world.lane().drain();
		expect(await world.stateOf(id)).toBe('delivered');
		expect(receiver.received).toHaveLength(2);
		const { auditEvents } = store.t;
		const rows = await store.db.select().from(auditEvents).where(eq(auditEvents.targetId, id));
		expect(rows).toMatchObject([{ action: 'webhook.resent', actorType: 'operator', actorId: world.scope().actor.id }]);
	});

	it('shows and resends nothing to another organization or environment', async () => {
		const to = await world.makeSession({ webhookUrl: 'https://tenant.example/' });
		const { id } = await world.announce(to);
		const other = await makeDeliveryWorld(store);
		expect(await listEvents(world.deps, other.organizationId, to.session.id)).toEqual([]);
		const codeOf = (work: Promise<void>) =>
			work.then(
				() => 'done',
				(error: unknown) => (error instanceof AppError ? error.code : error)
			);
		expect(await codeOf(resendEvent(world.deps, other.scope(), id))).toBe('NOT_FOUND');
		expect(await codeOf(resendEvent(world.deps, world.scope('live'), id))).toBe('NOT_FOUND');
		const silent = await world.announce(await world.makeSession());
		expect(await codeOf(resendEvent(world.deps, world.scope(), silent.id))).toBe('VALIDATION_FAILED');
	});
});

import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { EventSearch } from '$lib/contract/eventSearch';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { AppError } from '$lib/server/platform';
import { readEvent, showEventBody } from './readEvent';
import { searchEvents } from './searchEvents';
import { completed, extraction, makeDeliveryWorld, openReceiver } from './testing';

onEveryDatabase('the event log', ({ openFresh }) => {
	let store: Store;
	let world: Awaited<ReturnType<typeof makeDeliveryWorld>>;
	beforeAll(async () => {
		store = await openFresh();
	});
	afterAll(() => store.close());
	beforeEach(async () => {
		await store.db.delete(store.t.jobs);
		world = await makeDeliveryWorld(store);
	});

	const find = (search: Partial<EventSearch> & { cursor?: string; limit?: number } = {}) =>
		searchEvents(world.deps, world.organizationId, { environment: 'test', limit: 25, ...search });
	const idsOf = async (search: Parameters<typeof find>[0]) => (await find(search)).events.map(({ id }) => id);

	/** Two sessions; three events, a second apart, the last two of the second session. */
	async function threeEvents() {
		const [one, two] = [await world.makeSession(), await world.makeSession()];
		const ids: string[] = [];
		const announce = async (...args: Parameters<typeof world.announce>) => {
			await world.announce(...args);
			const [newest] = (await find({ limit: 1 })).events;
			ids.push(newest?.id ?? '');
			world.clock.advance(1_000);
		};
		await announce(one, extraction());
		await announce(two, extraction());
		await announce(two, completed());
		return { ids, one, two };
	}

	it('finds by event id, session id, type, state and time, newest first', async () => {
		const start = world.clock.now();
		const { ids, two } = await threeEvents();
		const [first = '', second = '', third = ''] = ids;
		expect(await idsOf({})).toEqual([third, second, first]);
		expect(await idsOf({ id: first })).toEqual([first]);
		expect(await idsOf({ id: two.session.id })).toEqual([third, second]);
		expect(await idsOf({ type: 'verification.completed' })).toEqual([third]);
		expect(await idsOf({ state: 'failed' })).toEqual([]);
		expect(await idsOf({ from: start + 1_000, until: start + 1_000 })).toEqual([second]);
		expect(await idsOf({ id: 'nothing of the kind' })).toEqual([]);
	});

	it('gives each event once over the pages, also those of the same millisecond', async () => {
		const session = await world.makeSession();
		for (let n = 0; n < 7; n += 1) await world.announce(session);
		const seen: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await find({ limit: 3, ...(cursor ? { cursor } : {}) });
			seen.push(...page.events.map(({ id }) => id));
			cursor = page.nextCursor ?? undefined;
		} while (cursor);
		expect(seen).toHaveLength(7);
		expect(new Set(seen).size).toBe(7);
		await expect(find({ cursor: 'bm9uZQ' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
	});

	it('shows nothing of another organization or environment', async () => {
		const { ids } = await threeEvents();
		const other = await makeDeliveryWorld(store);
		expect((await searchEvents(world.deps, other.organizationId, { environment: 'test', limit: 25 })).events).toEqual(
			[]
		);
		expect(await idsOf({ environment: 'live' })).toEqual([]);
		await expect(readEvent(world.deps, other.organizationId, ids[0] ?? '')).rejects.toMatchObject({
			code: 'NOT_FOUND'
		});
		await expect(showEventBody(world.deps, other.operator, ids[0] ?? '')).rejects.toBeInstanceOf(AppError);
	});

	it('shows the very bytes that were sent and how the receiver answered, and records who looked', async () => {
		const receiver = await openReceiver(() => 500);
		try {
			const session = await world.makeSession({ webhookUrl: receiver.url });
			await world.announce(session);
			await world.lane().drain();
			const [row] = (await find()).events;
			expect(row).toMatchObject({ state: 'pending', attempts: 1, sessionId: session.session.id });
			const event = await readEvent(world.deps, world.organizationId, row?.id ?? '');
			expect(event.attempts).toMatchObject([{ number: 1, status: 500, responseText: 'answer 500' }]);
			expect(event.attempts[0]?.nextAttemptAt).toBeGreaterThan(world.clock.now());
			const [sent] = receiver.received;
			expect(sent?.headers).toMatchObject(event.headers);
			const { body } = await showEventBody(world.deps, world.operator, event.id);
			expect(body).toBe(sent?.body.toString('utf8'));
			const looks = await store.db.select().from(store.t.auditEvents).where(eq(store.t.auditEvents.targetId, event.id));
			expect(looks).toMatchObject([{ action: 'webhook_event.viewed', actorId: 'operator', detail: {} }]);
		} finally {
			receiver.close();
		}
	});

	it('shows no body once the session is redacted', async () => {
		const { session, sessionKey } = await world.makeSession();
		await world.announce({ session, sessionKey });
		const { verificationSessions: t } = store.t;
		await store.db.update(t).set({ wrappedKey: null }).where(eq(t.id, session.id));
		const id = (await idsOf({}))[0] ?? '';
		expect((await readEvent(world.deps, world.organizationId, id)).hasBody).toBe(false);
		await expect(showEventBody(world.deps, world.operator, id)).rejects.toMatchObject({ code: 'SESSION_FINISHED' });
	});
});

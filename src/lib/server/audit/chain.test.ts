import { asc, eq, inArray, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { openTestStore } from '$lib/server/db/testing';
import { createKeyring, createLogger, systemIds, testClock } from '$lib/server/platform';
import { linkAuditEvents, record, verifyAuditChain } from '.';

const HOUR_MS = 60 * 60_000;

function makeLog(store: Store, root = Buffer.alloc(32, 3)) {
	const clock = testClock();
	const deps = {
		...{ store, clock, ids: systemIds, keyring: createKeyring(root) },
		log: createLogger({ level: 'silent', name: 'test' })
	};
	return {
		deps,
		clock,
		async write(count: number) {
			await store.tx(function* (tx) {
				for (let index = 0; index < count; index++) {
					clock.advance(1);
					const actor = { type: 'operator' as const, id: `user-${index % 3}` };
					const detail = { index, reasons: ['a', 'b'], note: null };
					yield* record(tx, deps, { organizationId: 'org-a', actor, action: 'session.approved', detail });
				}
			});
		}
	};
}

onEveryDatabase('the audit chain', ({ openFresh }) => {
	it('takes up every event once, goes on where it ended, and is found whole', async () => {
		const store = await openFresh();
		const { deps, clock, write } = makeLog(store);
		await write(1_200);
		expect(await linkAuditEvents(deps)).toBe(1_200);
		const { checkpoint } = await verifyAuditChain(deps);
		await write(3);
		expect(await linkAuditEvents(deps)).toBe(3);
		expect(await linkAuditEvents(deps)).toBe(0);
		clock.advance(2 * HOUR_MS);
		expect(await verifyAuditChain(deps, checkpoint)).toMatchObject({ links: 1_203, problems: [] });
		const stranger = makeLog(store, Buffer.alloc(32, 4)).deps;
		expect((await verifyAuditChain(stranger)).problems[0]).toMatchObject({ kind: 'altered', position: 1 });
		await store.close();
	});
});

onEveryDatabase('what waits for the chain', ({ openFresh }) => {
	it('is forgotten with its link, and an event that nobody announced gets none', async () => {
		const store = await openFresh();
		const { deps, write } = makeLog(store);
		await write(2);
		const { auditEvents, auditWaiting } = store.t;
		expect(await store.db.select().from(auditWaiting)).toHaveLength(2);
		const [sample] = await store.db.select().from(auditEvents).limit(1);
		if (!sample) throw new Error('no row');
		await store.db.insert(auditEvents).values({ ...sample, id: 'slipped-in' });
		expect(await linkAuditEvents(deps)).toBe(2);
		expect(await store.db.select().from(auditWaiting)).toEqual([]);
		await store.close();
	});

	it('is passed over when it is in the chain already, or its event is gone', async () => {
		const store = await openFresh();
		const { deps, write } = makeLog(store);
		await write(3);
		const { auditEvents, auditWaiting } = store.t;
		const [linked, gone] = await store.db.select().from(auditWaiting).orderBy(asc(auditWaiting.createdAt));
		if (!linked || !gone) throw new Error('no row');
		await store.db.delete(auditEvents).where(eq(auditEvents.id, gone.eventId));
		expect(await linkAuditEvents(deps)).toBe(2);
		await store.db.insert(auditWaiting).values(linked);
		await write(1);
		expect(await linkAuditEvents(deps)).toBe(1);
		await store.close();
	});
});

/** D-6: single changes at 40 places each. */
describe('A change to the audit log', () => {
	const ROWS = 400;
	let store: Store;
	let log: ReturnType<typeof makeLog>;
	let checkpoint: string;
	let ids: string[];
	beforeEach(async () => {
		store = await openTestStore();
		log = makeLog(store);
		await log.write(ROWS);
		await linkAuditEvents(log.deps);
		log.clock.advance(2 * HOUR_MS);
		checkpoint = (await verifyAuditChain(log.deps)).checkpoint;
		const { auditLinks } = store.t;
		ids = (await store.db.select().from(auditLinks).orderBy(asc(auditLinks.position))).map(({ eventId }) => eventId);
	});
	afterEach(() => store.close());

	const places = Array.from({ length: 40 }, (_, index) => (index * 10) % ROWS);
	const events = () => store.t.auditEvents;
	const links = () => store.t.auditLinks;
	const problems = async () => (await verifyAuditChain(log.deps, checkpoint)).problems;

	it('is found and located: an edit of any column', async () => {
		const edits = [
			{ organizationId: 'org-b' },
			{ sessionId: 's' },
			{ actorType: 'policy' as const },
			{ actorId: 'nobody' },
			{ action: 'session.rejected' },
			{ targetId: 't' },
			{ detail: { index: -1 } },
			{ createdAt: 1 },
			{ sequence: 7 }
		];
		for (const [number, place] of places.entries()) {
			const id = ids[place] ?? '';
			const [before] = await store.db.select().from(events()).where(eq(events().id, id));
			if (!before) throw new Error('no row');
			await store.db
				.update(events())
				.set(edits[number % edits.length] ?? {})
				.where(eq(events().id, id));
			expect(await problems()).toEqual([{ kind: 'altered', position: place + 1, eventId: id }]);
			await store.db.update(events()).set(before).where(eq(events().id, id));
		}
		expect(await problems()).toEqual([]);
	});

	it('is found and located: a deletion, with or without its link', async () => {
		for (const place of places.slice(0, 10)) {
			const id = ids[place] ?? '';
			const [event] = await store.db.select().from(events()).where(eq(events().id, id));
			const [link] = await store.db.select().from(links()).where(eq(links().eventId, id));
			if (!event || !link) throw new Error('no row');
			await store.db.delete(events()).where(eq(events().id, id));
			expect(await problems()).toEqual([{ kind: 'event_missing', position: place + 1, eventId: id }]);
			await store.db.delete(links()).where(eq(links().eventId, id));
			expect(await problems()).toEqual([{ kind: 'links_missing', position: place + 1, eventId: null }]);
			await store.db.insert(events()).values(event);
			await store.db.insert(links()).values(link);
		}
	});

	it('is found: an event slipped in, two that changed places, and an end cut off', async () => {
		const [sample] = await store.db.select().from(events()).limit(1);
		if (!sample) throw new Error('no row');
		await store.db.insert(events()).values({ ...sample, id: 'slipped-in' });
		expect(await problems()).toEqual([{ kind: 'not_linked', position: null, eventId: 'slipped-in' }]);
		await store.db.delete(events()).where(eq(events().id, 'slipped-in'));

		const swap = (from: string, to: string) =>
			store.db.update(links()).set({ eventId: to }).where(eq(links().eventId, from));
		const [first = '', second = ''] = [ids[10], ids[20]];
		await swap(first, 'between');
		await swap(second, first);
		await swap('between', second);
		expect((await problems()).map(({ kind, position }) => `${kind} ${position}`)).toEqual(['altered 11', 'altered 21']);
		await swap(first, 'between');
		await swap(second, first);
		await swap('between', second);

		const tail = ids.slice(-5);
		await store.db.delete(links()).where(inArray(links().eventId, tail));
		await store.db.delete(events()).where(inArray(events().id, tail));
		expect(await problems()).toEqual([{ kind: 'cut_off', position: ROWS, eventId: null }]);
		expect((await store.db.select({ n: sql<number>`count(*)` }).from(links()))[0]?.n).toBe(ROWS - 5);
	});
});

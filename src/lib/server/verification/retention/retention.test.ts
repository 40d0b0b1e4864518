import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import type { ReviewStatus, SessionStatus } from '$lib/contract/slots';
import { authorize } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { openTestStore } from '$lib/server/db/testing';
import { createRunner } from '$lib/server/jobs';
import { storeArtifact } from '../evidence/artifacts';
import {
	bindFinishErasure,
	bindRetentionSweep,
	createSession,
	enqueueRetentionSweep,
	getSession,
	readRetention,
	saveRetention,
	sweepRetention
} from '../index';
import { makeWorld, type World } from '../testing';
import { advance } from './retentionClock';
import { markEnded, unmarkReopened } from './retentionRepo';

const DAY_MS = 24 * 60 * 60_000;
const TEN_YEARS_MS = 3653 * DAY_MS;

onEveryDatabase('retention', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	/** A session in this state with one picture of each kind. */
	async function make(status: SessionStatus, reviewStatus: ReviewStatus, organizationId = 'org-a') {
		const { deps } = world;
		const { db, t } = deps.store;
		const tenant = world.tenant({ organizationId });
		const { sessionId } = await createSession(deps, tenant, CreateSessionInput.parse({ metadata: { note: 'x' } }));
		const [session] = await db
			.update(t.verificationSessions)
			.set({ status, reviewStatus })
			.where(eq(t.verificationSessions.id, sessionId))
			.returning();
		if (!session) throw new Error('no session');
		for (const slot of ['selfie', 'id_front'] as const) {
			const id = deps.ids.uuid();
			const own = { organizationId, sessionId, createdAt: deps.clock.now() };
			await db.insert(t.evidence).values({
				...{ id, ...own, slot, attempt: 1, state: 'accepted', mediaType: 'image/jpeg', sha256: 'ab', reasonCodes: [] }
			});
			const picture = { kind: 'picture', slot, mediaType: 'image/jpeg', width: 1, height: 1 } as const;
			const row = await storeArtifact(deps, session, id, { ...picture, bytes: Buffer.from(`picture of ${slot}`) });
			await db.insert(t.artifacts).values(row);
		}
		return sessionId;
	}
	const slotsOf = async (sessionId: string): Promise<string[]> => {
		const { db, t } = world.deps.store;
		const rows = await db.select().from(t.artifacts).where(eq(t.artifacts.sessionId, sessionId));
		for (const row of rows) expect(await world.deps.blobs.get(row.blobKey)).not.toBeNull();
		return rows.map(({ slot }) => slot).sort();
	};
	/** As the worker does it: a sweep at least once a day. */
	async function live(days: number): Promise<void> {
		for (let day = 0; day < days; day++) {
			world.deps.clock.advance(DAY_MS);
			await sweepRetention(world.deps);
		}
	}

	it('erases faces after 30 days and documents after 90, keeps the decision, and says so in the audit log', async () => {
		const sessionId = await make('completed', 'approved');
		await sweepRetention(world.deps);
		await live(29);
		expect(await slotsOf(sessionId)).toEqual(['id_front', 'selfie']);
		await live(1);
		expect(await slotsOf(sessionId)).toEqual(['id_front']);
		await live(60);
		expect(await slotsOf(sessionId)).toEqual([]);
		const view = await getSession(world.deps, world.tenant(), sessionId);
		expect(view).toMatchObject({ status: 'completed', reviewStatus: 'approved', metadata: { note: 'x' } });
		const actions = view.timeline.map(({ action }) => action);
		expect(actions.filter((action) => action.endsWith('pictures_erased'))).toEqual([
			'session.face_pictures_erased',
			'session.document_pictures_erased'
		]);
	});

	it('goes by the organization’s own days: 0 with the next sweep, null never, and nobody else’s', async () => {
		const admin = authorize(world.operator(), 'administer');
		const days = { selfieDays: 0, documentDays: null, recordDays: null };
		expect(await saveRetention(world.deps, admin, { days })).toEqual({ ...days, own: true });
		const [ours, theirs] = [await make('expired', 'none'), await make('canceled', 'none', 'org-b')];
		await sweepRetention(world.deps);
		expect(await slotsOf(ours)).toEqual(['id_front']);
		expect(await slotsOf(theirs)).toEqual(['id_front', 'selfie']);
		await live(91);
		expect(await slotsOf(ours)).toEqual(['id_front']);
		expect(await slotsOf(theirs)).toEqual([]);
		const stale = { days: { ...days, recordDays: 1 }, seen: { selfieDays: 30, documentDays: null, recordDays: null } };
		await expect(saveRetention(world.deps, admin, stale)).rejects.toMatchObject({ code: 'SETTINGS_CHANGED' });
		await saveRetention(world.deps, admin, { days: null, seen: days });
		expect(await readRetention(world.deps, authorize(world.operator(), 'read'))).toMatchObject({
			selfieDays: 30,
			own: false
		});
		await sweepRetention(world.deps);
		expect(await slotsOf(ours)).toEqual([]);
	});

	it('redacts the whole record when its days are over', async () => {
		const admin = authorize(world.operator(), 'administer');
		await saveRetention(world.deps, admin, { days: { selfieDays: null, documentDays: null, recordDays: 2 } });
		const sessionId = await make('completed', 'rejected');
		await sweepRetention(world.deps);
		await live(1);
		expect((await getSession(world.deps, world.tenant(), sessionId)).status).toBe('completed');
		await live(1);
		const view = await getSession(world.deps, world.tenant(), sessionId);
		expect(view).toMatchObject({ status: 'redacted', reviewStatus: 'rejected', metadata: {}, artifacts: [] });
	});

	it('leaves alone what waits for a person, and counts anew for what goes on after all', async () => {
		const waiting = await make('completed', 'pending_review');
		const reopened = await make('completed', 'approved');
		await sweepRetention(world.deps);
		await live(29);
		const { db, t } = world.deps.store;
		const move = (status: SessionStatus, reviewStatus: ReviewStatus) =>
			db.update(t.verificationSessions).set({ status, reviewStatus }).where(eq(t.verificationSessions.id, reopened));
		await move('capturing', 'pending_review');
		await live(5);
		await move('completed', 'approved');
		await live(30);
		expect(await slotsOf(reopened)).toEqual(['id_front', 'selfie']);
		await live(1);
		expect(await slotsOf(reopened)).toEqual(['id_front']);
		expect(await slotsOf(waiting)).toEqual(['id_front', 'selfie']);
	});

	it.each([
		['ten years ahead', TEN_YEARS_MS],
		['ten years back', -TEN_YEARS_MS]
	])('erases nothing early when the clock leaps %s, stays there a month, and comes back', async (_, leap) => {
		const sessionId = await make('completed', 'approved');
		await sweepRetention(world.deps);
		await live(5);
		world.deps.clock.advance(leap);
		await sweepRetention(world.deps);
		const during = await make('completed', 'approved');
		await live(24);
		expect(await slotsOf(sessionId)).toEqual(['id_front', 'selfie']);
		world.deps.clock.advance(-leap);
		await sweepRetention(world.deps);
		expect(await slotsOf(sessionId)).toEqual(['id_front', 'selfie']);
		await live(1);
		expect(await slotsOf(sessionId)).toEqual(['id_front']);
		expect(await slotsOf(during)).toEqual(['id_front', 'selfie']);
		await live(6);
		expect(await slotsOf(during)).toEqual(['id_front']);
	});

	it('runs in the io lane, once however often it is queued, and leaves no job behind', async () => {
		const sessionId = await make('completed', 'approved');
		const { deps } = world;
		const runner = () =>
			createRunner({ deps, lane: 'io', concurrency: 1, jobs: [bindRetentionSweep(deps), bindFinishErasure(deps)] });
		const admin = authorize(world.operator(), 'administer');
		await saveRetention(deps, admin, { days: { selfieDays: 0, documentDays: 0, recordDays: null } });
		expect([await enqueueRetentionSweep(deps), await enqueueRetentionSweep(deps)]).toEqual([true, false]);
		await runner().drain();
		expect(await slotsOf(sessionId)).toEqual([]);
		expect(await deps.store.db.select().from(deps.store.t.jobs)).toEqual([]);
	});
});

describe('the clock of retention', () => {
	it('never runs back, and never ahead of the time that was watched, whatever the wall clock does', () => {
		let state = { trustedAt: 0, seenAt: 0, doubtedMs: 0 };
		let watched = 0;
		let random = 1;
		const next = () => (random = (random * 48_271) % 2_147_483_647) / 2_147_483_647;
		for (let look = 0; look < 10_000; look++) {
			const minute = 60_000;
			watched += minute;
			const leap = next() < 0.05 ? (next() - 0.5) * 2 * TEN_YEARS_MS : 0;
			const before = state.trustedAt;
			state = advance(state, state.seenAt + minute + leap);
			expect(state.trustedAt).toBeGreaterThanOrEqual(before);
			expect(state.trustedAt).toBeLessThanOrEqual(watched + DAY_MS);
		}
	});
});

describe('the sweep’s marking', () => {
	it('reads a partial index that holds nothing but what is to be marked, on SQLite', async () => {
		const store = await openTestStore();
		const plans = [markEnded(store, 1, 500), unmarkReopened(store, 500)].map((marking) =>
			JSON.stringify(store.db.all(sql`explain query plan ${marking.getSQL()}`))
		);
		expect(plans[0]).toContain('verification_sessions_to_be_counted');
		expect(plans[1]).toContain('verification_sessions_counted_too_early');
		await store.close();
	});
});

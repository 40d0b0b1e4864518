import { afterEach, beforeEach, expect, it } from 'vitest';
import { authorize, type OperatorPrincipal } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { removeMember } from '$lib/server/organizations';
import { addMember } from '$lib/server/organizations/testing';
import {
	askAgain,
	assignSessions,
	claimNext,
	claimSession,
	decideByPerson,
	expireOverdueSessions,
	listQueue,
	redactSession,
	releaseSession,
	savePolicy
} from '../index';
import { makeWorld, type World } from '../testing';
import { CLAIM_LEASE_MS } from './claims';
import { waitForPerson } from './testing';

onEveryDatabase('the review queue', ({ openFresh }) => {
	let world: World;
	let ann: OperatorPrincipal;
	let ben: OperatorPrincipal;
	let names: { ann: string; ben: string };
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		const [one, two] = [
			await addMember(world.deps, 'org-a', 'reviewer'),
			await addMember(world.deps, 'org-a', 'reviewer')
		];
		ann = { kind: 'operator', userId: one.userId, organizationId: 'org-a', role: 'reviewer' };
		ben = { ...ann, userId: two.userId };
		names = { ann: one.email, ben: two.email };
	});
	afterEach(() => world.close());

	const next = (who: OperatorPrincipal, from?: string, direction: 'next' | 'previous' = 'next') =>
		claimNext(world.deps, who, { environment: 'test', from, direction });
	const queue = async (who: OperatorPrincipal) =>
		(await listQueue(world.deps, who, { environment: 'test', limit: 25 })).sessions;
	const approve = (who: OperatorPrincipal, sessionId: string) =>
		decideByPerson(world.deps, who, {
			...{ sessionId, outcome: 'approved', reasonCodes: [], seenReviewStatus: 'pending_review' }
		});

	it('holds what waits for a person, oldest first, once over its pages, of one organization and environment', async () => {
		const ids: string[] = [];
		for (let index = 0; index < 5; index++) ids.push(await waitForPerson(world));
		await waitForPerson(world, { environment: 'live' });
		await waitForPerson(world, { organizationId: 'org-b' });
		const seen: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await listQueue(world.deps, ann, { environment: 'test', limit: 2, cursor });
			seen.push(...page.sessions.map((row) => row.sessionId));
			cursor = page.nextCursor ?? undefined;
		} while (cursor);
		expect(seen).toEqual(ids);
		await expect(listQueue(world.deps, ann, { environment: 'test', limit: 2, cursor: 'bm8' })).rejects.toMatchObject({
			code: 'VALIDATION_FAILED'
		});
	});

	it('never gives two people the same session, however many ask at once', async () => {
		const ids: string[] = [];
		for (let index = 0; index < 8; index++) ids.push(await waitForPerson(world));
		const people = [ann, ben];
		while (people.length < 8)
			people.push({ ...ann, userId: (await addMember(world.deps, 'org-a', 'reviewer')).userId });
		const given = await Promise.all(people.map((who) => next(who)));
		expect(given.map((one) => one?.sessionId).sort()).toEqual([...ids].sort());
	});

	it('goes forward and back in the order of the queue, gives back what it leaves, and ends at its ends', async () => {
		const [first = '', second = '', third = ''] = [
			await waitForPerson(world),
			await waitForPerson(world),
			await waitForPerson(world)
		];
		expect(await next(ann)).toEqual({ sessionId: first });
		expect(await next(ann, first)).toEqual({ sessionId: second });
		expect((await queue(ben)).map(({ claim }) => claim?.by ?? null)).toEqual([null, names.ann, null]);
		expect(await next(ben, first)).toEqual({ sessionId: third });
		expect(await next(ann, second, 'previous')).toEqual({ sessionId: first });
		expect(await next(ann, first, 'previous')).toBeNull();
		expect(await next(ben, third)).toBeNull();
		await expect(next(ann, world.deps.ids.uuid())).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('keeps others away while somebody is at work, says who, and no longer than the lease', async () => {
		const id = await waitForPerson(world);
		expect(await claimSession(world.deps, ann, { sessionId: id })).toMatchObject({ claimed: true });
		expect(await claimSession(world.deps, ben, { sessionId: id })).toMatchObject({ claimed: false, by: names.ann });
		await expect(approve(ben, id)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		world.deps.clock.advance(CLAIM_LEASE_MS - 1000);
		// Whoever goes on keeps it, from when they began.
		const [before] = await queue(ann);
		await claimSession(world.deps, ann, { sessionId: id });
		expect((await queue(ben))[0]?.claim).toMatchObject({ by: names.ann, claimedAt: before?.claim?.claimedAt });
		world.deps.clock.advance(CLAIM_LEASE_MS);
		expect(await claimSession(world.deps, ben, { sessionId: id })).toMatchObject({ claimed: true });
		// What one does not hold any more one cannot give back.
		await releaseSession(world.deps, ann, { sessionId: id });
		await expect(approve(ann, id)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		await releaseSession(world.deps, ben, { sessionId: id });
		expect(await approve(ann, id)).toEqual({ state: 'decided' });
	});

	it('lets nobody hold what is decided or erased, and passes over a word of one’s own', async () => {
		await savePolicy(world.deps, world.operator(), { environment: 'test', policy: FOUR_EYES });
		const [mine = '', erased = '', open = ''] = [
			await waitForPerson(world),
			await waitForPerson(world),
			await waitForPerson(world)
		];
		await redactSession(world.deps, world.tenant(), erased);
		expect(await approve(ann, mine)).toEqual({ state: 'proposed' });
		expect(await claimSession(world.deps, ann, { sessionId: erased })).toMatchObject({ claimed: false, by: null });
		expect(await next(ann)).toEqual({ sessionId: open });
		expect(await next(ben)).toEqual({ sessionId: mine });
		expect((await queue(ben))[0]?.proposal).toEqual({ outcome: 'approved', by: names.ann, mine: false });
		expect(await approveSeen(ben, mine)).toEqual({ state: 'decided' });
		expect(await claimSession(world.deps, ben, { sessionId: mine })).toMatchObject({ claimed: false, by: null });
	});

	it('loses what is asked for again until it comes back, also where nobody ever sends it', async () => {
		const id = await waitForPerson(world);
		await askAgain(world.deps, ann, {
			...{ sessionId: id, slot: 'id_front', reasonCodes: ['image_blurred'], seenReviewStatus: 'pending_review' }
		});
		expect(await queue(ann)).toEqual([]);
		world.deps.clock.advance(8 * 24 * 60 * 60_000);
		await expireOverdueSessions(world.deps);
		expect(await queue(ben)).toMatchObject([{ sessionId: id, status: 'completed', reviewStatus: 'pending_review' }]);
		expect(await approve(ben, id)).toEqual({ state: 'decided' });
	});

	it('offers what is assigned to oneself first, then what is nobody’s, and a colleague’s to nobody else', async () => {
		const [free, hers, his, gone] = [
			await waitForPerson(world),
			await waitForPerson(world),
			await waitForPerson(world),
			await waitForPerson(world)
		];
		const assign = (sessionId: string, userId: string) =>
			assignSessions(world.deps, authorize(ann, 'review'), { sessionIds: [sessionId], userId });
		const left = await addMember(world.deps, 'org-a', 'reviewer');
		await assign(hers, ann.userId);
		await assign(his, ben.userId);
		await assign(gone, left.userId);
		const { userId } = await addMember(world.deps, 'org-a', 'owner');
		await removeMember(world.deps, { ...ann, role: 'owner', userId }, { userId: left.userId });
		const walk: (string | undefined)[] = [];
		for (let at = await next(ann); at; at = await next(ann, at.sessionId)) walk.push(at.sessionId);
		expect(walk).toEqual([hers, free, gone]);
		expect(await next(ann, free, 'previous')).toEqual({ sessionId: hers });
		expect(await next(ben)).toEqual({ sessionId: his });
		expect((await queue(ben)).map(({ assignee }) => assignee)).toEqual([null, names.ann, names.ben, left.email]);
		const mine = await listQueue(world.deps, ben, { environment: 'test', mine: true, limit: 25 });
		expect(mine.sessions.map(({ sessionId }) => sessionId)).toEqual([his]);
	});

	it('is closed to those who only look', async () => {
		const id = await waitForPerson(world);
		const viewer: OperatorPrincipal = { ...ann, role: 'viewer' };
		expect(await queue(viewer)).toHaveLength(1);
		for (const call of [next(viewer), claimSession(world.deps, viewer, { sessionId: id }), approve(viewer, id)])
			await expect(call).rejects.toMatchObject({ code: 'ROLE_INSUFFICIENT' });
	});

	const FOUR_EYES = { minimumAge: 18, automaticApproval: false, secondApproval: 'approvals' } as const;
	async function approveSeen(who: OperatorPrincipal, sessionId: string) {
		const { db, t } = world.deps.store;
		const [open] = await db.select().from(t.reviewProposals);
		return decideByPerson(world.deps, who, {
			...{ sessionId, outcome: 'approved', reasonCodes: [], seenReviewStatus: 'pending_review' },
			seenProposalId: open?.id
		});
	}
});

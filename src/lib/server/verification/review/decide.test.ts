import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SecondApproval } from '$lib/contract/policy';
import { CompletedEvent } from '$lib/contract/webhooks';
import { authenticateApplicant, type OperatorPrincipal } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { addMember } from '$lib/server/organizations/testing';
import { open } from '$lib/server/platform';
import {
	askAgain,
	cancelSession,
	claimSession,
	correctField,
	decideByPerson,
	getForReview,
	getSession,
	readProgress,
	readStanding,
	redactSession,
	renewLink,
	savePolicy,
	type HumanDecision
} from '../index';
import { openSessionKey } from '../session/sessionKey';
import { findSession } from '../session/sessionRepo';
import { makeWorld, type World } from '../testing';
import { waitForPerson } from './testing';

onEveryDatabase('a person’s decision', ({ openFresh }) => {
	let world: World;
	let ann: OperatorPrincipal;
	let ben: OperatorPrincipal;
	let mails: { ann: string; ben: string };
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		const member = async () => addMember(world.deps, 'org-a', 'reviewer');
		const [one, two] = [await member(), await member()];
		ann = { kind: 'operator', userId: one.userId, organizationId: 'org-a', role: 'reviewer' };
		ben = { ...ann, userId: two.userId };
		mails = { ann: one.email, ben: two.email };
	});
	afterEach(() => world.close());

	const decide = (who: OperatorPrincipal, sessionId: string, change: Partial<HumanDecision> = {}) => {
		world.deps.clock.advance(1000);
		return decideByPerson(world.deps, who, {
			...{ sessionId, outcome: 'approved', reasonCodes: [], seenReviewStatus: 'pending_review' },
			...change
		});
	};
	const standing = (sessionId: string, who = ann) => readStanding(world.deps, who, { sessionId });
	const twoPeople = (secondApproval: SecondApproval) =>
		savePolicy(world.deps, world.operator(), {
			environment: 'test',
			policy: { minimumAge: 18, automaticApproval: false, secondApproval }
		});

	/** The newest completed event of the session, as a receiver gets it. */
	async function completed(sessionId: string) {
		const { db, t } = world.deps.store;
		const rows = await db.select().from(t.webhookEvents).where(eq(t.webhookEvents.sessionId, sessionId));
		const [session] = await findSession(world.deps.store, 'org-a', sessionId);
		const row = rows.filter(({ type }) => type === 'verification.completed').sort((a, b) => b.sequence - a.sequence)[0];
		if (!row || !session) return null;
		const body = open(openSessionKey(world.deps, session), row.bodySealed, `webhook|${row.id}`);
		return CompletedEvent.parse(JSON.parse(body.toString('utf8')));
	}

	it('is made once, however many people press at the same moment; the others learn who did', async () => {
		const id = await waitForPerson(world);
		const people = [ann, ben, ann, ben, ann, ben];
		const results = await Promise.allSettled(people.map((who, at) => decide(who, id, { comment: `press ${at}` })));
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		for (const result of results)
			if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'REVIEW_CONFLICT' });
		const { decided } = await standing(id);
		expect(decided).toMatchObject({ outcome: 'approved' });
		expect([mails.ann, mails.ben]).toContain(decided?.by);
	});

	it('whose answer was lost is answered as recorded when it comes again, and is made and announced once', async () => {
		const id = await waitForPerson(world);
		const word = { outcome: 'rejected' as const, reasonCodes: ['face_mismatch'], comment: 'Not the same person.' };
		const results = await Promise.all([decide(ann, id, word), decide(ann, id, word), decide(ann, id, word)]);
		expect(results).toEqual([{ state: 'decided' }, { state: 'decided' }, { state: 'decided' }]);
		expect(await decide(ann, id, { ...word, seenReviewStatus: 'rejected' })).toEqual({ state: 'decided' });
		const { db, t } = world.deps.store;
		const announced = await db.select().from(t.webhookEvents).where(eq(t.webhookEvents.sessionId, id));
		expect(announced.filter(({ type }) => type === 'verification.completed')).toHaveLength(1);
		expect((await getForReview(world.deps, ann, { sessionId: id })).decisions).toHaveLength(2);
		const others: [OperatorPrincipal, Partial<HumanDecision>][] = [
			[ben, word],
			[ann, { ...word, comment: 'Other words.' }],
			[ann, { ...word, reasonCodes: ['document_expired'] }],
			[ann, { outcome: 'approved', comment: word.comment }]
		];
		for (const [who, other] of others)
			await expect(decide(who, id, other)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		await decide(ben, id, { seenReviewStatus: 'rejected', comment: 'I know this person.' });
		await expect(decide(ann, id, word)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
	});

	it('that is one person’s word of two, sent again after its answer was lost, stays one word', async () => {
		await twoPeople('approvals');
		const id = await waitForPerson(world);
		for (let sent = 0; sent < 2; sent++) expect(await decide(ann, id)).toEqual({ state: 'proposed' });
		expect((await standing(id)).proposals).toHaveLength(1);
		expect((await standing(id)).reviewStatus).toBe('pending_review');
		await expect(decide(ann, id, { comment: 'Other words.' })).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
	});

	it('is refused for what is erased, canceled, captured anew or decided since the page was loaded', async () => {
		const [erased, anew, decided] = [
			await waitForPerson(world),
			await waitForPerson(world),
			await waitForPerson(world)
		];
		const seen = (await standing(anew)).completedAt;
		const canceled = await waitForPerson(world);
		await askAgain(world.deps, ann, {
			...{ sessionId: canceled, slot: 'id_front', reasonCodes: ['image_glare'], seenReviewStatus: 'pending_review' }
		});
		await cancelSession(world.deps, world.tenant(), canceled);
		await expect(decide(ann, canceled)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		expect(await claimSession(world.deps, ann, { sessionId: canceled })).toMatchObject({ claimed: false, by: null });
		await redactSession(world.deps, world.tenant(), erased);
		await decide(ben, decided, { outcome: 'rejected', reasonCodes: ['face_mismatch'] });
		await expect(decide(ann, erased)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		await expect(decide(ann, decided)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		await expect(decide(ann, anew, { seenCompletedAt: (seen ?? 0) - 1 })).rejects.toMatchObject({
			code: 'REVIEW_CONFLICT'
		});
		expect(await decide(ann, anew, { seenCompletedAt: seen })).toEqual({ state: 'decided' });
	});

	it('against what the machine found says why', async () => {
		const id = await waitForPerson(world, { face: 'fail' });
		expect((await standing(id)).recommendation).toBe('rejected');
		await expect(decide(ann, id)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
		await expect(decide(ann, id, { comment: '   ' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
		await decide(ann, id, { comment: 'Looked at both pictures: same person, new beard.' });
		const view = await getForReview(world.deps, ann, { sessionId: id });
		expect(view.decisions).toMatchObject([
			{ outcome: 'approved', decidedBy: mails.ann, comment: 'Looked at both pictures: same person, new beard.' },
			{ outcome: 'pending_review', decidedBy: 'policy' }
		]);
	});

	it('keeps two comments apart: the applicant reads one, colleagues both, receivers none', async () => {
		const id = await waitForPerson(world);
		const [inside, outside] = ['لا تُرسل — internal', `${'ü'.repeat(9000)} for you`];
		await decide(ann, id, { comment: inside, applicantComment: outside });
		expect((await readProgress(world.deps, world.applicant(id))).comment).toBe(outside);
		expect((await getForReview(world.deps, ann, { sessionId: id })).decisions[0]).toMatchObject({
			comment: inside,
			applicantComment: outside
		});
		expect(JSON.stringify(await completed(id))).not.toMatch(/internal|for you/);
		await redactSession(world.deps, world.tenant(), id);
		expect((await standing(id)).decided).toMatchObject({ outcome: 'approved' });
		const { db, t } = world.deps.store;
		const rows = await db.select().from(t.decisions).where(eq(t.decisions.sessionId, id));
		expect(rows.map((row) => [row.commentSealed, row.applicantCommentSealed])).toEqual([
			[null, null],
			[null, null]
		]);
	});

	it('of one person alone approves nobody where the policy wants two, whatever they try', async () => {
		await twoPeople('approvals');
		const id = await waitForPerson(world);
		expect(await decide(ann, id)).toEqual({ state: 'proposed' });
		expect(await completed(id)).toBeNull();
		const [open] = (await standing(id)).proposals;
		// Again, as if nothing stood there, in the same words and in others, and as their own second.
		expect(await decide(ann, id)).toEqual({ state: 'proposed' });
		await expect(decide(ann, id, { comment: 'Now.' })).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		expect(await decide(ann, id, { seenProposalId: open?.id, comment: 'Now.' })).toEqual({ state: 'proposed' });
		// The rule is the one that the session began under: an owner who turns it off meanwhile changes nothing here.
		await twoPeople('off');
		const [again] = (await standing(id)).proposals;
		expect(await decide(ann, id, { seenProposalId: again?.id, comment: 'Then.' })).toEqual({ state: 'proposed' });
		expect((await getSession(world.deps, world.tenant(), id)).reviewStatus).toBe('pending_review');
		const [last] = (await standing(id, ben)).proposals;
		expect(last).toMatchObject({ state: 'open', by: mails.ann, mine: false });
		expect(await decide(ben, id, { seenProposalId: last?.id })).toEqual({ state: 'decided' });
		expect((await standing(id)).proposals.map(({ state }) => state)).toEqual(['confirmed', 'replaced', 'replaced']);
		expect(await completed(id)).toMatchObject({ reviewStatus: 'approved' });
	});

	it('of a second person who did not see the first word is refused, and who disagrees stops it', async () => {
		await twoPeople('approvals');
		const id = await waitForPerson(world);
		await decide(ann, id);
		await expect(decide(ben, id)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		const [open] = (await standing(id, ben)).proposals;
		const rejection = { outcome: 'rejected' as const, reasonCodes: ['tamper_suspected'], seenProposalId: open?.id };
		expect(await decide(ben, id, rejection)).toEqual({ state: 'decided' });
		expect((await standing(id)).proposals[0]).toMatchObject({ state: 'overridden' });
	});

	it('to reject needs two as well where the policy says all', async () => {
		await twoPeople('all');
		const id = await waitForPerson(world);
		expect(await decide(ann, id, { outcome: 'rejected', reasonCodes: ['face_mismatch'] })).toEqual({
			state: 'proposed'
		});
	});

	it('carries a corrected field, both values kept; a word on the other value is withdrawn', async () => {
		await twoPeople('approvals');
		const id = await waitForPerson(world);
		const before = (await standing(id)).fields.find(({ name }) => name === 'documentNumber');
		await decide(ann, id);
		const correct = (value: string, seenValue = before?.value ?? null) =>
			correctField(world.deps, ben, { sessionId: id, name: 'documentNumber', value, seenValue });
		await correct('L898902C4');
		await expect(correct('L898902C5')).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		const now = await standing(id);
		expect(now.proposals[0]).toMatchObject({ state: 'withdrawn' });
		expect(now.corrections).toMatchObject([
			{ name: 'documentNumber', corrected: 'L898902C4', by: mails.ben, original: { value: before?.value } }
		]);
		await decide(ann, id);
		const [open] = (await standing(id)).proposals;
		await decide(ben, id, { seenProposalId: open?.id });
		expect(await completed(id)).toMatchObject({
			fields: { documentNumber: { value: 'L898902C4', source: 'reviewer' } }
		});
		await expect(correct('X', 'L898902C4')).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
	});

	it('asks for a step again under a fresh link, says what to do better, three times and no more', async () => {
		const id = await waitForPerson(world);
		const ask = (who: OperatorPrincipal) =>
			askAgain(world.deps, who, {
				...{ sessionId: id, slot: 'id_front', reasonCodes: ['image_glare'], seenReviewStatus: 'pending_review' },
				...{ comment: 'inside', applicantComment: 'Please hold it away from the lamp.' }
			});
		await claimSession(world.deps, ben, { sessionId: id });
		await expect(ask(ann)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		const asked = await ask(ben);
		expect(asked).toMatchObject({ number: 1, limit: 3 });
		expect(asked.hostedUrl).toContain(id);
		expect(await readProgress(world.deps, world.applicant(id))).toMatchObject({
			...{ status: 'capturing', step: 'id_front', comment: 'Please hold it away from the lamp.' },
			request: { slot: 'id_front', number: 1, limit: 3 },
			feedback: [{ slot: 'id_front', codes: ['image_glare'] }]
		});
		await expect(ask(ben)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		// The answer was lost: another link, and the first one opens nothing.
		const another = await renewLink(world.deps, ann, { sessionId: id });
		const enter = ({ hostedUrl }: { hostedUrl: string }) =>
			authenticateApplicant(world.deps, id, new URL(hostedUrl).searchParams.get('token') ?? '');
		await expect(enter(asked)).rejects.toMatchObject({ code: 'CLIENT_SECRET_INVALID' });
		expect(await enter(another)).toMatchObject({ sessionId: id });
		expect(another.expiresAt).toBe(asked.expiresAt);
		expect((await standing(id)).resubmissions).toHaveLength(1);
		await expect(decide(ben, id)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		const { db, t } = world.deps.store;
		const back = () =>
			db
				.update(t.verificationSessions)
				.set({ status: 'completed', requestedSlot: null, completedAt: world.deps.clock.now() })
				.where(eq(t.verificationSessions.id, id));
		for (let time = 2; time <= 3; time++) {
			await back();
			expect(await ask(ann)).toMatchObject({ number: time });
		}
		await back();
		expect((await standing(id)).askable).toEqual([]);
		await expect(renewLink(world.deps, ann, { sessionId: id })).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		await expect(ask(ann)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
		await redactSession(world.deps, world.tenant(), id);
		expect(await standing(id)).toMatchObject({ resubmissions: [], corrections: [], proposals: [] });
	});
});

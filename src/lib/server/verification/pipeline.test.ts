import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { CompletedEvent, ExtractionEvent } from '$lib/contract/webhooks';
import { openTestStore } from '$lib/server/db/testing';
import { createRunner } from '$lib/server/jobs';
import { open } from '$lib/server/platform';
import { openVision } from '$lib/server/vision';
import { drawBill, drawBurst, drawIdCard, drawPassport, drawSelfie } from '$lib/server/vision/testing';
import type { Vision } from '$lib/server/vision/types';
import { listEvents } from '$lib/server/webhooks';
import {
	askAgain,
	cancelSession,
	createChallenge,
	createSession,
	decideByPerson,
	getForReview,
	getSession,
	giveConsent,
	listForReview,
	readArtifact,
	readProgress,
	redactSession,
	savePolicy,
	submitBurst,
	submitEvidence,
	submitSession
} from './index';
import { makeWorld, type World } from './testing';
import { openSessionKey } from './session/sessionKey';
import { visionJobs } from './worker';

const modelsDir = fileURLToPath(new URL('../../../../models', import.meta.url));
const HOLDER = 'adult-01';
const HOLDER_AGAIN = 'adult-02';
const SOMEONE_ELSE = 'adult-03';

/** The whole path on drawn pictures: real database, real models, a clock that stands still. */
describe('from a picture to a decision', { timeout: 120_000 }, () => {
	let vision: Vision;
	let world: World;
	beforeAll(async () => {
		vision = await openVision({ modelsDir });
	});
	afterAll(() => vision.close());
	beforeEach(async () => {
		world = await makeWorld(await openTestStore());
		return () => world.close();
	});

	const work = () =>
		createRunner({
			deps: world.deps,
			lane: 'vision',
			concurrency: 1,
			jobs: visionJobs({ ...world.deps, vision }, () => expect.unreachable('an analysis hung'))
		}).drain();
	async function begin(body: object = {}) {
		const input = CreateSessionInput.parse({ webhookUrl: 'https://tenant.example/hook', ...body });
		const { sessionId } = await createSession(world.deps, world.tenant(), input);
		await giveConsent(world.deps, world.applicant(sessionId), { textVersion: '1', locale: 'en' });
		return sessionId;
	}
	const send = (sessionId: string, slot: 'id_front' | 'id_back' | 'selfie' | 'poa', bytes: Uint8Array) =>
		submitEvidence(world.deps, world.applicant(sessionId), { slot, bytes });
	let recordings = 0;
	/** The person does what the challenge asks for, before a camera. */
	async function move(sessionId: string, portrait: 'adult-02' | 'adult-03' = HOLDER_AGAIN) {
		const applicant = world.applicant(sessionId);
		const { challenge, actions } = await createChallenge(world.deps, applicant, {});
		// A camera's noise is never the same twice.
		const seed = ++recordings;
		const { frames, times } = await drawBurst({ portrait, actions, width: 360, height: 480, actionFrames: 8, seed });
		world.deps.clock.advance(20_000);
		return submitBurst(world.deps, applicant, { burst: { challenge, frames: times }, frames });
	}
	async function finish(sessionId: string) {
		await work();
		await submitSession(world.deps, world.applicant(sessionId));
		await work();
		return getSession(world.deps, world.tenant(), sessionId);
	}

	/** The exact bytes that a receiver of this event would get. */
	async function eventBody(eventId: string): Promise<Buffer> {
		const { t, db } = world.deps.store;
		const [row] = await db
			.select({
				body: t.webhookEvents.bodySealed,
				id: t.verificationSessions.id,
				wrappedKey: t.verificationSessions.wrappedKey
			})
			.from(t.webhookEvents)
			.innerJoin(t.verificationSessions, eq(t.verificationSessions.id, t.webhookEvents.sessionId))
			.where(eq(t.webhookEvents.id, eventId));
		if (!row) throw new Error('no such event');
		return open(openSessionKey(world.deps, row), row.body, `webhook|${eventId}`);
	}

	it('reads a passport, compares the faces, and leaves the decision to a person', async () => {
		const passport = await drawPassport({ portrait: HOLDER, dateOfExpiry: '2033-03-13' });
		const selfie = await drawSelfie({ portrait: HOLDER_AGAIN });
		const sessionId = await begin({ metadata: { campaign: 'q3' } });
		expect(await send(sessionId, 'id_front', passport.jpeg)).toEqual({ next: 'id_front' });
		await work();
		expect(await readProgress(world.deps, world.applicant(sessionId))).toMatchObject({ step: 'selfie', feedback: [] });
		expect(await send(sessionId, 'selfie', selfie.jpeg)).toEqual({ next: 'liveness' });
		expect(await move(sessionId)).toEqual({ next: 'submit' });
		const view = await finish(sessionId);
		expect(view).toMatchObject({ status: 'completed', reviewStatus: 'pending_review' });
		const outcome = Object.fromEntries(view.checks.map((check) => [check.name, check.outcome]));
		expect(outcome).toMatchObject({
			document_type: 'pass',
			document_expiry: 'pass',
			age: 'pass',
			mrz: 'pass',
			printed_zone: 'pass',
			face_match: 'pass',
			liveness: 'pass',
			image_quality: 'pass'
		});
		expect(view.fields.documentNumber?.value).toBe(passport.truth.fields.documentNumber);
		expect(view.fields.dateOfBirth?.value).toBe(passport.truth.fields.dateOfBirth);
		const { t, db } = world.deps.store;
		const analyses = await db.select().from(t.analyses).where(eq(t.analyses.sessionId, sessionId));
		expect(analyses.map((row) => row.templateSealed)).toEqual([null, null, null]);
		for (const row of analyses) expect(Object.keys(row.modelHashes).length).toBeGreaterThan(1);
	});

	it('announces what was read and what was decided, in that order, as the contract says', async () => {
		const sessionId = await begin({ metadata: { campaign: 'q3' }, externalUserId: 'user_123' });
		await send(sessionId, 'id_front', (await drawPassport({ portrait: HOLDER })).jpeg);
		await send(sessionId, 'selfie', (await drawSelfie({ portrait: HOLDER_AGAIN })).jpeg);
		await finish(sessionId);
		const events = await listEvents(world.deps, 'org-a', sessionId);
		expect(events.map((event) => [event.sequence, event.type])).toEqual([
			[1, 'verification.extraction'],
			[2, 'verification.completed']
		]);
		const [extraction, completed] = await Promise.all(
			events.map(async (event) => JSON.parse((await eventBody(event.id)).toString('utf8')) as unknown)
		);
		expect(ExtractionEvent.strict().parse(extraction)).toMatchObject({
			slot: 'id_front',
			metadata: { campaign: 'q3' },
			externalUserId: 'user_123',
			document: { type: 'passport', issuingState: 'UTO', side: 'front' },
			mrz: { format: 'TD3', valid: true }
		});
		expect(CompletedEvent.strict().parse(completed)).toMatchObject({
			status: 'completed',
			reviewStatus: 'pending_review',
			decision: { outcome: 'pending_review', decidedBy: 'policy', policyVersion: 0 }
		});
		const { heatmaps } = ExtractionEvent.parse(extraction);
		const artifactId = heatmaps[0]?.artifactId ?? '';
		const heatmap = await readArtifact(world.deps, world.tenant(), { sessionId, artifactId });
		expect(heatmap.mediaType).toBe('image/png');
		expect(heatmap.bytes.subarray(1, 4).toString()).toBe('PNG');
		const { pictures } = await getForReview(world.deps, world.operator(), { sessionId });
		const maps = pictures.find(({ slot }) => slot === 'id_front')?.signalMaps;
		const stacked = await readArtifact(world.deps, world.tenant(), { sessionId, artifactId: maps?.artifactId ?? '' });
		const { height = 0 } = await sharp(stacked.bytes).metadata();
		expect(maps?.signals.length).toBeGreaterThan(0);
		expect(height % (maps?.signals.length ?? 1)).toBe(0);
	});

	it('fails the face of somebody else, and rejects nobody for it by itself', async () => {
		const sessionId = await begin();
		await send(sessionId, 'id_front', (await drawPassport({ portrait: HOLDER })).jpeg);
		await send(sessionId, 'selfie', (await drawSelfie({ portrait: SOMEONE_ELSE })).jpeg);
		const view = await finish(sessionId);
		expect(view.reviewStatus).toBe('pending_review');
		expect(view.checks.find((check) => check.name === 'face_match')).toMatchObject({
			outcome: 'fail',
			reasonCodes: ['face_mismatch']
		});
		expect(view.decision?.reasons).toContain('face_mismatch');
	});

	it('approves by itself where the organization turned that on, and blocks a confirmed minor', async () => {
		const policy = { minimumAge: 18, automaticApproval: true };
		await savePolicy(world.deps, world.operator(), { environment: 'test', policy });
		const selfie = (await drawSelfie({ portrait: HOLDER_AGAIN })).jpeg;
		const adult = await begin();
		await send(adult, 'id_front', (await drawPassport({ portrait: HOLDER })).jpeg);
		await send(adult, 'selfie', selfie);
		await move(adult);
		const approved = await finish(adult);
		expect([approved.reviewStatus, approved.decision?.reasons]).toEqual(['approved', []]);
		const minor = await begin();
		const young = await drawPassport({ portrait: HOLDER, person: { dateOfBirth: '2012-05-04' } });
		await send(minor, 'id_front', young.jpeg);
		await send(minor, 'selfie', selfie);
		const rejected = await finish(minor);
		expect([rejected.reviewStatus, rejected.decision?.reasons]).toEqual(['rejected', ['under_minimum_age']]);
	});

	it('fails the movements of somebody else than the one on the selfie', async () => {
		const sessionId = await begin();
		await send(sessionId, 'id_front', (await drawPassport({ portrait: HOLDER })).jpeg);
		await send(sessionId, 'selfie', (await drawSelfie({ portrait: HOLDER_AGAIN })).jpeg);
		await move(sessionId, SOMEONE_ELSE);
		const view = await finish(sessionId);
		const check = view.checks.find(({ name }) => name === 'liveness');
		expect(check).toMatchObject({ outcome: 'fail', required: true });
		expect(check?.reasonCodes).toContain('liveness_face_mismatch');
		expect(view.reviewStatus).toBe('pending_review');
	});

	it('asks for the back of a card and for a bill where the policy wants one', async () => {
		const card = await drawIdCard({ portrait: HOLDER });
		const bill = await drawBill({ person: card.front.truth.person ?? {}, documentDate: '2026-01-02' });
		const sessionId = await begin({ policy: { require: { poa: true, liveness: false } } });
		await send(sessionId, 'id_front', card.front.jpeg);
		await work();
		expect(await readProgress(world.deps, world.applicant(sessionId))).toMatchObject({ step: 'id_back' });
		await send(sessionId, 'id_back', card.back.jpeg);
		await send(sessionId, 'selfie', (await drawSelfie({ portrait: HOLDER_AGAIN })).jpeg);
		expect(await send(sessionId, 'poa', bill.scannedPdf)).toEqual({ next: 'submit' });
		const view = await finish(sessionId);
		const outcome = Object.fromEntries(view.checks.map((check) => [check.name, check.outcome]));
		expect(outcome).toMatchObject({ mrz: 'pass', document_sides: 'pass', address: 'pass', face_match: 'pass' });
		const events = await listEvents(world.deps, 'org-a', sessionId);
		expect(events.filter((event) => event.type === 'verification.extraction')).toHaveLength(3);
		expect(view.artifacts.filter((artifact) => artifact.slot === 'poa' && artifact.kind === 'picture')).toHaveLength(1);
	});

	it('opens the slot again with advice when there is no document or no face, and takes the fifth try as it is', async () => {
		const sessionId = await begin();
		const applicant = world.applicant(sessionId);
		const wrong = (seed: number) => drawSelfie({ portrait: SOMEONE_ELSE, seed });
		await send(sessionId, 'id_front', (await wrong(1)).jpeg);
		await work();
		const progress = await readProgress(world.deps, applicant);
		expect(progress).toMatchObject({ step: 'id_front', waiting: false });
		expect(progress.feedback[0]?.codes).toContain('document_not_found');
		await expect(submitSession(world.deps, applicant)).rejects.toMatchObject({ code: 'EVIDENCE_INCOMPLETE' });
		for (let seed = 2; seed <= 5; seed++) {
			await send(sessionId, 'id_front', (await wrong(seed)).jpeg);
			await work();
		}
		expect(await readProgress(world.deps, applicant)).toMatchObject({ step: 'selfie', feedback: [] });
		const { t, db } = world.deps.store;
		const events = await db.select().from(t.webhookEvents).where(eq(t.webhookEvents.sessionId, sessionId));
		expect(events.length).toBeLessThanOrEqual(1);
	});

	it('takes the same bytes once, and a retake in place of what came before', async () => {
		const sessionId = await begin();
		const [first, second] = [await drawPassport({ seed: 1 }), await drawPassport({ seed: 2 })];
		await send(sessionId, 'id_front', first.jpeg);
		await send(sessionId, 'id_front', first.jpeg);
		await send(sessionId, 'id_front', second.jpeg);
		await work();
		const { t, db } = world.deps.store;
		const rows = await db.select().from(t.evidence).where(eq(t.evidence.sessionId, sessionId));
		expect(rows.map((row) => [row.attempt, row.state])).toEqual([
			[1, 'superseded'],
			[2, 'accepted']
		]);
		const view = await getSession(world.deps, world.tenant(), sessionId);
		expect(view.fields.documentNumber?.value).toBe(second.truth.fields.documentNumber);
	});

	it('lets a person decide on top of the policy, once for what they saw, and announces it', async () => {
		const sessionId = await begin();
		await send(sessionId, 'id_front', (await drawPassport({ portrait: HOLDER })).jpeg);
		await send(sessionId, 'selfie', (await drawSelfie({ portrait: HOLDER_AGAIN })).jpeg);
		await finish(sessionId);
		const reviewer = world.operator({ role: 'reviewer' });
		const rejection = { sessionId, outcome: 'rejected', reasonCodes: ['tamper_suspected'] } as const;
		const stale = { ...rejection, reasonCodes: ['tamper_suspected'], seenReviewStatus: 'approved' as const };
		await expect(decideByPerson(world.deps, reviewer, stale)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		const seen = { reasonCodes: ['tamper_suspected'], seenReviewStatus: 'pending_review' as const };
		await expect(
			decideByPerson(world.deps, world.operator({ role: 'viewer' }), { ...rejection, ...seen })
		).rejects.toMatchObject({ code: 'ROLE_INSUFFICIENT' });
		await expect(
			decideByPerson(world.deps, world.operator({ organizationId: 'org-b' }), { ...rejection, ...seen })
		).rejects.toMatchObject({ code: 'NOT_FOUND' });
		world.deps.clock.advance(60_000);
		await decideByPerson(world.deps, reviewer, { ...rejection, ...seen, comment: 'Edges of the photo look cut.' });
		const view = await getForReview(world.deps, reviewer, { sessionId });
		expect(view.decisions.map((decision) => [decision.outcome, decision.decidedBy, decision.comment])).toEqual([
			['rejected', 'a@example.com', 'Edges of the photo look cut.'],
			['pending_review', 'policy', null]
		]);
		const events = await listEvents(world.deps, 'org-a', sessionId);
		const body = JSON.parse((await eventBody(events.at(-1)?.id ?? '')).toString('utf8')) as unknown;
		expect(CompletedEvent.strict().parse(body)).toMatchObject({
			sequence: 3,
			reviewStatus: 'rejected',
			decision: { outcome: 'rejected', decidedBy: 'user-a', reasons: ['tamper_suspected'] }
		});
		expect(JSON.stringify(body)).not.toContain('Edges of the photo');
		const { sessions } = await listForReview(world.deps, reviewer, { environment: 'test', limit: 10 });
		expect(sessions[0]).toMatchObject({ sessionId, reviewStatus: 'rejected', documentType: 'passport' });
	});

	it('judges a step that a person asked for again together with the rest, and leaves the word to them', async () => {
		const policy = { minimumAge: 18, automaticApproval: true };
		await savePolicy(world.deps, world.operator(), { environment: 'test', policy });
		const passport = await drawPassport({ portrait: HOLDER, dateOfExpiry: '2033-03-13' });
		const sessionId = await begin();
		await send(sessionId, 'id_front', passport.jpeg);
		await work();
		await send(sessionId, 'selfie', (await drawSelfie({ portrait: SOMEONE_ELSE })).jpeg);
		await move(sessionId);
		expect(await finish(sessionId)).toMatchObject({ reviewStatus: 'pending_review' });
		const { hostedUrl } = await askAgain(world.deps, world.operator(), {
			...{ sessionId, slot: 'selfie', reasonCodes: ['face_turned_away'], seenReviewStatus: 'pending_review' }
		});
		expect(hostedUrl).toContain('kvs_');
		await expect(send(sessionId, 'id_front', passport.jpeg)).rejects.toMatchObject({ code: 'SLOT_NOT_EXPECTED' });
		expect(await send(sessionId, 'selfie', (await drawSelfie({ portrait: HOLDER_AGAIN })).jpeg)).toEqual({
			next: 'submit'
		});
		const view = await finish(sessionId);
		expect(view).toMatchObject({ status: 'completed', reviewStatus: 'pending_review' });
		const outcome = Object.fromEntries(view.checks.map((check) => [check.name, check.outcome]));
		expect(outcome).toMatchObject({ face_match: 'pass', liveness: 'pass' });
		expect((await getForReview(world.deps, world.operator(), { sessionId })).decisions).toHaveLength(2);
	});

	it('erases a person for good on request: no picture, field, face or event body can be opened, the word stays', async () => {
		const sessionId = await begin({ metadata: { customer: 'Zebulon' }, expectedDetails: { lastName: 'Quixote' } });
		await send(sessionId, 'id_front', (await drawPassport({ portrait: HOLDER })).jpeg);
		await send(sessionId, 'selfie', (await drawSelfie({ portrait: HOLDER_AGAIN })).jpeg);
		const before = await finish(sessionId);
		const { t, db } = world.deps.store;
		const blobs = await db.select().from(t.artifacts).where(eq(t.artifacts.sessionId, sessionId));
		expect(blobs.length).toBeGreaterThan(3);
		const stranger = world.tenant({ organizationId: 'org-b' });
		await expect(redactSession(world.deps, stranger, sessionId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await redactSession(world.deps, world.tenant(), sessionId);
		await redactSession(world.deps, world.tenant(), sessionId);
		for (const blob of blobs) expect(await world.deps.blobs.get(blob.blobKey)).toBeNull();
		const view = await getSession(world.deps, world.tenant(), sessionId);
		expect(view).toMatchObject({ status: 'redacted', reviewStatus: 'pending_review', metadata: {}, fields: {} });
		expect([view.checks, view.artifacts, view.decision?.outcome]).toEqual([[], [], before.decision?.outcome]);
		const [event] = await listEvents(world.deps, 'org-a', sessionId);
		await expect(eventBody(event?.id ?? '')).rejects.toMatchObject({ code: 'SESSION_FINISHED' });
		const review = await getForReview(world.deps, world.operator(), { sessionId });
		expect(JSON.stringify(review)).not.toMatch(/ERIKSSON|Zebulon|Quixote/i);
		const artifactId = before.artifacts[0]?.artifactId ?? '';
		const picture = readArtifact(world.deps, world.tenant(), { sessionId, artifactId });
		await expect(picture).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('measures and announces nothing of a session that was canceled while its picture waited', async () => {
		const sessionId = await begin();
		await send(sessionId, 'id_front', (await drawPassport({ portrait: HOLDER })).jpeg);
		await cancelSession(world.deps, world.tenant(), sessionId);
		await work();
		const { t, db } = world.deps.store;
		expect(await db.select().from(t.analyses).where(eq(t.analyses.sessionId, sessionId))).toEqual([]);
		expect(await listEvents(world.deps, 'org-a', sessionId)).toEqual([]);
	});
});

import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FACE_FIGURES } from '$lib/contract/faceOperatingPoints';
import type { EvidenceSlot } from '$lib/contract/slots';
import { CreateSessionInput } from '$lib/contract/verification';
import { authorize } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { createKeyring, sealJson } from '$lib/server/platform';
import { decodeImage, encodeJpeg } from '$lib/server/vision/image';
import type { BurstAnalysis } from '$lib/server/vision/types';
import { storeArtifact, type NewArtifact } from '../evidence/artifacts';
import {
	bundlePublicKey,
	createSession,
	exportBundle,
	getForReview,
	readLivenessFrame,
	readPortrait,
	redactSession,
	reportClientError,
	saveRetention,
	sweepRetention,
	verifyBundle
} from '../index';
import { BURST_MEDIA_TYPE, packBurst } from '../liveness/burstFile';
import { openSessionKey } from '../session/sessionKey';
import { liveness, makeWorld, passport, type World } from '../testing';

const EXPECTED = { firstName: 'Anna', lastName: 'Quartermaine', dateOfBirth: '1974-08-12' };

onEveryDatabase('the session page', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	const find = async (sessionId: string) => {
		const { db, t } = world.deps.store;
		const [session] = await db.select().from(t.verificationSessions).where(eq(t.verificationSessions.id, sessionId));
		if (!session) throw new Error('no session');
		return session;
	};

	async function put(
		sessionId: string,
		slot: EvidenceSlot,
		artifact: Pick<NewArtifact, 'kind' | 'mediaType' | 'bytes'>
	) {
		const { deps } = world;
		const { db, t } = deps.store;
		const session = await find(sessionId);
		const id = deps.ids.uuid();
		const own = { organizationId: session.organizationId, sessionId, slot, createdAt: deps.clock.now() };
		await db.insert(t.evidence).values({
			...{ id, ...own, attempt: 1, state: 'accepted', mediaType: 'image/jpeg', sha256: 'ab', reasonCodes: [] }
		});
		await db
			.insert(t.artifacts)
			.values(await storeArtifact(deps, session, id, { ...artifact, slot, width: 8, height: 6 }));
		return id;
	}

	async function analyse(sessionId: string, evidenceId: string, slot: EvidenceSlot, body: object) {
		const { deps } = world;
		const { db, t } = deps.store;
		const session = await find(sessionId);
		await db.insert(t.analyses).values({
			...{ evidenceId, organizationId: session.organizationId, sessionId, slot, createdAt: deps.clock.now() },
			bodySealed: sealJson(openSessionKey(deps, session), body, `analysis|${evidenceId}`),
			templateSealed: null,
			modelHashes: { [FACE_FIGURES.model]: FACE_FIGURES.modelSha256 }
		});
	}

	const grey = (value: number) =>
		encodeJpeg({ width: 32, height: 24, data: new Uint8Array(32 * 24 * 3).fill(value) }).then(({ jpeg }) => jpeg);

	/** A decided session with a passport and a liveness recording of two frames. */
	async function decided() {
		const { deps } = world;
		const { db, t } = deps.store;
		const input = CreateSessionInput.parse({ expectedDetails: EXPECTED });
		const { sessionId } = await createSession(deps, world.tenant(), input);
		const front = await put(sessionId, 'id_front', { kind: 'picture', mediaType: 'image/jpeg', bytes: await grey(9) });
		await analyse(sessionId, front, 'id_front', passport());
		const times = [
			{ atMs: 0, step: 0 },
			{ atMs: 200, step: 1 }
		];
		const frames = [await grey(40), await grey(200)];
		const recording = await put(sessionId, 'liveness', {
			kind: 'original',
			mediaType: BURST_MEDIA_TYPE,
			bytes: packBurst({ times, camera: 'Front Camera', replayed: false, frames })
		});
		const { burst } = liveness();
		const frame = { face: null, rival: false, change: null, repeatOf: null, alike: null, digest: '00' };
		const analysis = { ...burst, frames: times.map((time) => ({ ...frame, ...time })) } as BurstAnalysis;
		await analyse(sessionId, recording, 'liveness', analysis);
		const own = { organizationId: 'org-a', sessionId, createdAt: deps.clock.now() };
		await db.insert(t.checkResults).values({
			...{ ...own, name: 'face_match', outcome: 'pass', reasonCodes: [], required: true, position: 0 },
			...{ score: '0.51', threshold: '0.43' }
		});
		await db.insert(t.decisions).values({
			...{ ...own, id: deps.ids.uuid(), outcome: 'approved', reasonCodes: [], decidedBy: 'policy', policyVersion: 3 }
		});
		await db
			.update(t.verificationSessions)
			.set({ status: 'completed', reviewStatus: 'approved', completedAt: deps.clock.now() })
			.where(eq(t.verificationSessions.id, sessionId));
		return { sessionId, recording };
	}

	it('opens a session with a liveness recording, and says what was asked, what was seen and with which camera', async () => {
		const { sessionId, recording } = await decided();
		const view = await getForReview(world.deps, world.operator(), { sessionId });
		expect(view.liveness).toMatchObject({ evidenceId: recording, alternative: false, framesKept: true });
		expect(view.liveness?.frames.map(({ number, step }) => [number, step])).toEqual([
			[0, 0],
			[1, 1]
		]);
		expect(view.device).toMatchObject({ camera: 'Front Camera', moves: 0 });
		expect(view.faceMatch).toMatchObject({ score: 0.51, threshold: 0.43, measuredOn: { people: 31 } });
		expect(view.erased).toEqual([]);
	});

	it('shows no error rates where another model file ran than the one that was measured', async () => {
		const { sessionId } = await decided();
		const { db, t } = world.deps.store;
		await db
			.update(t.analyses)
			.set({ modelHashes: { [FACE_FIGURES.model]: 'f'.repeat(64) } })
			.where(and(eq(t.analyses.sessionId, sessionId), eq(t.analyses.slot, 'id_front')));
		const view = await getForReview(world.deps, world.operator(), { sessionId });
		expect(view.faceMatch).toMatchObject({ score: 0.51, points: [], measuredOn: null });
	});

	it('sets what the tenant expects beside what was read; a viewer learns the agreement, not the words', async () => {
		const { sessionId } = await decided();
		const expected = async (role: 'reviewer' | 'viewer') =>
			(await getForReview(world.deps, world.operator({ role }), { sessionId })).expected;
		expect(await expected('reviewer')).toEqual([
			{ name: 'primaryIdentifier', value: 'Quartermaine', agrees: false },
			{ name: 'secondaryIdentifier', value: 'Anna', agrees: true },
			{ name: 'dateOfBirth', value: '1974-08-12', agrees: true }
		]);
		expect((await expected('viewer')).map(({ value, agrees }) => [value, agrees])).toEqual([
			[null, false],
			[null, true],
			[null, true]
		]);
	});

	it('says of erased pictures which and when, also once the whole session is redacted', async () => {
		const { deps } = world;
		const { sessionId } = await decided();
		const admin = authorize(world.operator(), 'administer');
		await saveRetention(deps, admin, { days: { selfieDays: 0, documentDays: null, recordDays: null } });
		await sweepRetention(deps);
		const at = deps.clock.now();
		const swept = await getForReview(deps, world.operator(), { sessionId });
		expect(swept.erased).toEqual([{ slot: 'liveness', attempt: 1, at }]);
		expect(swept.liveness?.framesKept).toBe(false);
		expect(swept.device.camera).toBeNull();
		await redactSession(deps, world.tenant(), sessionId);
		const gone = await getForReview(deps, world.operator(), { sessionId });
		expect(gone).toMatchObject({ status: 'redacted', pictures: [], fields: [], expected: [], holderName: null });
		expect(gone.erased.map(({ slot }) => slot).sort()).toEqual(['id_front', 'liveness']);
		expect(gone.canExport).toBe(false);
	});

	it('hands out frames one by one, drawn anew, to operators of the organization alone', async () => {
		const { sessionId, recording } = await decided();
		const read = (number: number, organizationId = 'org-a', evidenceId = recording) =>
			readLivenessFrame(world.deps, world.operator({ organizationId }), { sessionId, evidenceId, number });
		for (const [number, value] of [40, 200].entries()) {
			const decoded = await decodeImage((await read(number)).bytes);
			expect(decoded.ok && Math.abs((decoded.image.data[0] ?? 0) - value)).toBeLessThan(4);
		}
		await expect(read(2)).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await expect(read(0, 'org-b')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await expect(read(0, 'org-a', 'another')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await redactSession(world.deps, world.tenant(), sessionId);
		await expect(read(0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('hands out the portrait small, to operators of the organization alone, and records it as one look at the document', async () => {
		const { db, t } = world.deps.store;
		const { sessionId } = await decided();
		const read = (organizationId = 'org-a') =>
			readPortrait(world.deps, world.operator({ organizationId }), { sessionId });
		await expect(read('org-b')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		const looks = () => db.select().from(t.auditEvents).where(eq(t.auditEvents.action, 'evidence.viewed'));
		expect(await looks()).toEqual([]);
		const decoded = await decodeImage((await read()).bytes);
		expect(decoded.ok && decoded.image.width * decoded.image.height).toBeLessThan(32 * 24);
		await read();
		expect((await looks()).map(({ sessionId: of, detail }) => [of, detail])).toEqual([
			[sessionId, { slot: 'id_front' }]
		]);

		await db.delete(t.artifacts).where(eq(t.artifacts.slot, 'id_front'));
		await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await redactSession(world.deps, world.tenant(), sessionId);
		await expect(read()).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('puts what the applicant’s page tells into the timeline as codes, the first fifty, and nothing after the end', async () => {
		const { deps } = world;
		const { sessionId } = await createSession(deps, world.tenant(), CreateSessionInput.parse({}));
		const applicant = world.applicant(sessionId);
		for (let index = 0; index < 60; index++)
			await reportClientError(deps, applicant, { code: 'camera_denied', step: 'id_front' });
		const { timeline } = await getForReview(deps, world.operator(), { sessionId });
		const told = timeline.filter(({ trouble }) => trouble);
		expect(told).toHaveLength(50);
		expect(told[0]?.trouble).toEqual({ code: 'camera_denied', step: 'id_front', errorCode: null });
		await redactSession(deps, world.tenant(), sessionId);
		await expect(reportClientError(deps, applicant, { code: 'camera_lost', step: 'selfie' })).rejects.toMatchObject({
			code: 'SESSION_FINISHED'
		});
	});

	describe('the decision bundle', () => {
		const take = async (sessionId: string, pictures = true) =>
			(await exportBundle(world.deps, authorize(world.operator(), 'review'), { sessionId, pictures })).bytes;
		const key = () => bundlePublicKey(world.deps.keyring);

		it('verifies as it is, names every picture by its hash, and its taking is in the audit log', async () => {
			const { sessionId } = await decided();
			const report = verifyBundle(await take(sessionId), key());
			expect(report).toMatchObject({ problems: [], picturesInside: 1 });
			expect(report.content?.pictures).toHaveLength(2);
			expect(report.content?.decisions[0]).toMatchObject({ outcome: 'approved', policyVersion: 3 });
			expect(verifyBundle(await take(sessionId, false), key())).toMatchObject({ problems: [], picturesInside: 0 });
			const { timeline } = await getForReview(world.deps, world.operator(), { sessionId });
			expect(timeline.filter(({ action }) => action === 'session.exported')).toHaveLength(2);
		});

		it('shows a change of any single byte', async () => {
			const { sessionId } = await decided();
			const bytes = await take(sessionId, false);
			const unseen: number[] = [];
			for (let at = 0; at < bytes.length; at++) {
				const altered = Buffer.from(bytes);
				altered.writeUInt8((altered[at] ?? 0) ^ (1 << (at % 8)), at);
				if (verifyBundle(altered, key()).problems.length === 0) unseen.push(at);
			}
			expect(unseen).toEqual([]);
			for (const altered of [bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('\n')])])
				expect(verifyBundle(altered, key()).problems[0]?.kind).toBe('not_a_bundle');
		});

		it('is not genuine where another installation signed it', async () => {
			const { sessionId } = await decided();
			const stranger = bundlePublicKey(createKeyring(Buffer.alloc(32, 8)));
			expect(verifyBundle(await take(sessionId), stranger)).toMatchObject({
				problems: [{ kind: 'key_unknown' }],
				content: null
			});
		});

		it('is for reviewers, of their own organization, of what is not redacted', async () => {
			const { sessionId } = await decided();
			const viewer = world.operator({ role: 'viewer' });
			expect(() => authorize(viewer, 'review')).toThrow(expect.objectContaining({ code: 'ROLE_INSUFFICIENT' }));
			const foreign = authorize(world.operator({ organizationId: 'org-b' }), 'review');
			await expect(exportBundle(world.deps, foreign, { sessionId, pictures: false })).rejects.toMatchObject({
				code: 'NOT_FOUND'
			});
			await redactSession(world.deps, world.tenant(), sessionId);
			await expect(take(sessionId)).rejects.toMatchObject({ code: 'SESSION_FINISHED' });
		});
	});
});

import { EVIDENCE_SLOTS, LIVENESS_ATTEMPTS, type EvidenceSlot } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import { lockSession, q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { enqueue, type JobContext } from '$lib/server/jobs';
import { sealJson } from '$lib/server/platform';
import type { Vision } from '$lib/server/vision/types';
import { append } from '$lib/server/webhooks';
import { loadArtifactBytes, withArtifacts } from '../evidence/artifacts';
import { analysisAad } from '../evidence/board';
import {
	findArtifacts,
	findEvidenceById,
	insertArtifact,
	updateEvidence,
	upsertAnalysis,
	type EvidenceRow
} from '../evidence/evidenceRepo';
import { noteDocument } from '../find/noteDocument';
import { extractionPayload } from '../events/extractionPayload';
import { burstRequest, measureBurst } from '../liveness/measureBurst';
import { openSessionKey } from '../session/sessionKey';
import { findSession, type SessionRow } from '../session/sessionRepo';
import { measureEvidence, orReason, type Measured } from './measureEvidence';
import { finalizeSessionJob } from './definitions';

/** After this many refused pictures in one slot the next one is taken as it is, for a person to judge: nobody is locked out by a model. */
const MAX_REFUSALS = 4;

export type AnalyzePayload = { organizationId: string; sessionId: string; evidenceId: string };

/**
 * Job `analyzeEvidence`: loads the picture once, measures it, and records what was measured, the slot's new state and the
 * extraction event in one transaction. Running it twice leaves what running it once leaves.
 */
export async function analyzeEvidence(
	deps: Deps & { vision: Vision },
	{ payload, isLastAttempt, finishIn }: Pick<JobContext<AnalyzePayload>, 'payload' | 'isLastAttempt' | 'finishIn'>
): Promise<void> {
	const [session] = await findSession(deps.store, payload.organizationId, payload.sessionId);
	const [evidence] = await findEvidenceById(deps.store, payload.organizationId, payload.evidenceId);
	if (!session || !isOpen(session) || evidence?.state !== 'analyzing') return;
	const slot = EVIDENCE_SLOTS.find((name) => name === evidence.slot);
	if (!slot) return;
	const started = deps.clock.now();
	const artifacts = await findArtifacts(deps.store, session.organizationId, session.id);
	const original = artifacts.find((row) => row.evidenceId === evidence.id && row.kind === 'original');
	if (!original) throw new Error('The original of this evidence is missing');
	const bytes = await loadArtifactBytes(deps, session, original);
	const measured =
		slot === 'liveness'
			? await orReason({ isLastAttempt }, async () =>
					measureBurst(deps.vision, bytes, await burstRequest(deps, session, evidence))
				)
			: await measureEvidence(deps.vision, slot, bytes, { isLastAttempt });
	await withArtifacts(deps, session, evidence.id, measured.artifacts, async (stored) => {
		const recorded = await deps.store.tx(function* (tx) {
			const done = yield* recordAnalysis(tx, deps, { session, evidence, slot, measured, stored });
			yield* finishIn(tx);
			return done;
		});
		if (!recorded) await Promise.all(stored.map((row) => deps.blobs.delete(row.blobKey)));
	});
	deps.log.info(
		{ sessionId: session.id, evidenceId: evidence.id, slot, ms: deps.clock.now() - started, codes: measured.reasons },
		'evidence analysed'
	);
}

/** The job gave up (a picture that kills the process, a lost blob): the slot is taken as it is and a person will see why. */
export function* abandonEvidence(tx: Tx, deps: Deps, payload: AnalyzePayload): Step<void> {
	const [session] = yield* q(findSession(tx, payload.organizationId, payload.sessionId));
	const [evidence] = yield* q(findEvidenceById(tx, payload.organizationId, payload.evidenceId));
	const slot = EVIDENCE_SLOTS.find((name) => name === evidence?.slot);
	if (!session || !evidence || !slot) return;
	const measured: Measured = {
		analysis: null,
		template: null,
		artifacts: [],
		reasons: ['analysis_failed'],
		retake: false
	};
	yield* recordAnalysis(tx, deps, { session, evidence, slot, measured, stored: [] });
}

interface Recording {
	session: SessionRow;
	evidence: EvidenceRow;
	slot: EvidenceSlot;
	measured: Measured;
	stored: Tx['t']['artifacts']['$inferInsert'][];
}

/** False when the session or the slot has moved on meanwhile, and nothing was written. */
function* recordAnalysis(
	tx: Tx,
	deps: Deps,
	{ session: seen, evidence, slot, measured, stored }: Recording
): Step<boolean> {
	const [session] = yield* q(lockSession(tx, seen.organizationId, seen.id));
	const [current] = yield* q(findEvidenceById(tx, seen.organizationId, evidence.id));
	if (!session || !isOpen(session) || current?.state !== 'analyzing') return false;
	const limit = slot === 'liveness' ? LIVENESS_ATTEMPTS - 1 : MAX_REFUSALS;
	const open = session.status === 'capturing' && evidence.attempt <= limit;
	const state = measured.retake && open ? ('refused' as const) : ('accepted' as const);
	const now = deps.clock.now();
	yield* q(
		updateEvidence(tx, session.organizationId, evidence.id, { state, reasonCodes: measured.reasons, analyzedAt: now })
	);
	for (const row of stored) yield* q(insertArtifact(tx, row));
	const key = openSessionKey(deps, session);
	if (measured.analysis) {
		yield* q(
			upsertAnalysis(tx, {
				evidenceId: evidence.id,
				organizationId: session.organizationId,
				sessionId: session.id,
				slot,
				bodySealed: sealJson(key, measured.analysis, analysisAad(evidence.id)),
				templateSealed: measured.template ? sealJson(key, measured.template, `template|${evidence.id}`) : null,
				modelHashes: measured.analysis.models,
				createdAt: now
			})
		);
		if (state === 'accepted' && measured.analysis.kind === 'document')
			yield* noteDocument(tx, deps, session, measured.analysis);
	}
	yield* record(tx, deps, {
		organizationId: session.organizationId,
		sessionId: session.id,
		actor: { type: 'system', id: null },
		action: state === 'accepted' ? 'evidence.analyzed' : 'evidence.refused',
		targetId: evidence.id,
		detail: { slot }
	});
	const heatmap = stored.find((row) => row.kind === 'heatmap');
	const part =
		state === 'accepted' ? extractionPayload(deps.config, session.id, slot, measured, heatmap?.id ?? null) : null;
	if (part) yield* append(tx, deps, { session, sessionKey: key, payload: part });
	if (session.status === 'processing') {
		yield* enqueue(tx, deps, {
			job: finalizeSessionJob,
			key: `finalizeSession:${session.id}:${evidence.id}`,
			payload: { organizationId: session.organizationId, sessionId: session.id }
		});
	}
	return true;
}

/** A canceled, expired or redacted session has nothing measured any more, and announces nothing. */
const isOpen = (session: SessionRow): boolean =>
	session.wrappedKey !== null && (session.status === 'capturing' || session.status === 'processing');

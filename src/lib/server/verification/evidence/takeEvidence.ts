import type { EvidenceSlot } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { enqueue } from '$lib/server/jobs';
import { analyzeEvidenceJob } from '../jobs/definitions';
import type { SessionRow } from '../session/sessionRepo';
import { insertArtifact, insertEvidence } from './evidenceRepo';

export interface TakenEvidence {
	evidenceId: string;
	slot: EvidenceSlot;
	/** From 1. */
	attempt: number;
	mediaType: string;
	sha256: string;
	artifacts: Parameters<typeof insertArtifact>[1][];
}

/** Writes what the applicant handed in and its stored files, hands it to the models, and puts it on record. The caller has made sure that it may be taken. */
export function* takeEvidence(
	tx: Tx,
	deps: Deps,
	{ organizationId, id: sessionId }: SessionRow,
	{ evidenceId, slot, attempt, mediaType, sha256, artifacts }: TakenEvidence
): Step<void> {
	yield* q(
		insertEvidence(tx, {
			id: evidenceId,
			organizationId,
			sessionId,
			slot,
			attempt,
			state: 'analyzing',
			mediaType,
			sha256,
			reasonCodes: [],
			createdAt: deps.clock.now()
		})
	);
	for (const row of artifacts) yield* q(insertArtifact(tx, row));
	yield* enqueue(tx, deps, {
		job: analyzeEvidenceJob,
		key: `analyzeEvidence:${evidenceId}`,
		payload: { organizationId, sessionId, evidenceId }
	});
	yield* record(tx, deps, {
		organizationId,
		sessionId,
		actor: { type: 'applicant', id: null },
		action: 'evidence.submitted',
		targetId: evidenceId,
		detail: { slot, attempt }
	});
}

import { and, eq, inArray } from 'drizzle-orm';
import { record, type AuditEntry } from '$lib/server/audit';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { findArtifacts } from '../evidence/evidenceRepo';
import { enqueueFinish, type Erased } from '../retention/finishErasure';
import { transition } from './sessionMachine';
import { updateSession, type SessionRow } from './sessionRepo';

/**
 * Erases the applicant's data in the caller's transaction, for good. Pictures, fields, faces and event bodies were sealed with
 * the session key, and that is forgotten here; what stood beside them in the clear goes too. Ids, times, the consent and the
 * decision's word stay. What is left to do on the disk is handed back for `finishErasure`, and queued in case nobody does it.
 */
export function* eraseSession(
	tx: Tx,
	deps: Pick<Deps, 'clock' | 'ids'>,
	session: SessionRow,
	actor: AuditEntry['actor']
): Step<Erased> {
	if (session.status === 'redacted') return { sessionId: session.id, blobKeys: [] };
	const artifacts = yield* q(findArtifacts(tx, session.organizationId, session.id));
	const move = transition(session.status, 'redact');
	if (!move.ok) throw new AppError(move.code);
	yield* eraseRows(tx, session);
	yield* q(
		updateSession(tx, session.organizationId, session.id, {
			status: move.status,
			wrappedKey: null,
			expectedDetailsSealed: null,
			documentType: null,
			issuingState: null,
			holderNameSealed: null,
			webhookSecretSealed: null,
			metadata: {}
		})
	);
	yield* record(tx, deps, {
		organizationId: session.organizationId,
		sessionId: session.id,
		actor,
		action: 'session.redacted'
	});
	const erased = { sessionId: session.id, blobKeys: artifacts.map(({ blobKey }) => blobKey) };
	yield* enqueueFinish(tx, deps, erased);
	return erased;
}

/** Everything about the person that stands in rows of its own. Scores go too: the age check's score is the age. */
function* eraseRows(tx: Tx, session: SessionRow): Step<void> {
	const { analyses, applicantCredentials, artifacts, checkResults, consents, decisions, evidence, handoffs } = tx.t;
	const { fieldCorrections, livenessChallenges, livenessFrames, resubmissions, reviewClaims, reviewProposals } = tx.t;
	const { sessionMarks, webhookAttempts, webhookEvents } = tx.t;
	const captured = [analyses, artifacts, checkResults, applicantCredentials, handoffs] as const;
	const moved = [livenessFrames, livenessChallenges] as const;
	for (const table of [
		...captured,
		...moved,
		sessionMarks,
		fieldCorrections,
		resubmissions,
		reviewClaims,
		reviewProposals
	])
		yield* q(
			tx.db.delete(table).where(and(eq(table.sessionId, session.id), eq(table.organizationId, session.organizationId)))
		);
	// By the session alone: see find/marks.ts.
	yield* q(tx.db.delete(sessionMarks).where(eq(sessionMarks.sessionId, session.id)));
	yield* q(
		tx.db
			.update(evidence)
			.set({ sha256: '', reasonCodes: [] })
			.where(and(eq(evidence.sessionId, session.id), eq(evidence.organizationId, session.organizationId)))
	);
	yield* q(
		tx.db
			.update(consents)
			.set({ device: null, browser: null })
			.where(and(eq(consents.sessionId, session.id), eq(consents.organizationId, session.organizationId)))
	);
	yield* q(
		tx.db
			.update(decisions)
			.set({ reasonCodes: [], commentSealed: null, applicantCommentSealed: null })
			.where(and(eq(decisions.sessionId, session.id), eq(decisions.organizationId, session.organizationId)))
	);
	const events = tx.db
		.select({ id: webhookEvents.id })
		.from(webhookEvents)
		.where(and(eq(webhookEvents.sessionId, session.id), eq(webhookEvents.organizationId, session.organizationId)));
	yield* q(tx.db.update(webhookAttempts).set({ responseText: null }).where(inArray(webhookAttempts.eventId, events)));
}

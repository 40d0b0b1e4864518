import { and, eq, inArray } from 'drizzle-orm';
import type { TenantPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { findArtifacts } from '../evidence/evidenceRepo';
import { loadForChange } from './load';
import { transition } from './sessionMachine';
import { updateSession, type SessionRow } from './sessionRepo';

/**
 * POST …/{id}/redact: erases the applicant's data for good. Pictures, fields, faces and event bodies were sealed with the
 * session key, and that is forgotten here; what stood beside them in the clear goes too. Ids, times, the consent and the
 * decision's word stay. Redacting twice is redacting once; a crash after the transaction leaves blobs that no key opens.
 */
export async function redactSession(deps: Deps, tenant: TenantPrincipal, sessionId: string): Promise<void> {
	const blobKeys = await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, tenant, sessionId);
		const artifacts = yield* q(findArtifacts(tx, session.organizationId, session.id));
		if (session.status === 'redacted') return [];
		const move = transition(session.status, 'redact');
		if (!move.ok) throw new AppError(move.code);
		yield* eraseRows(tx, session);
		yield* q(
			updateSession(tx, session.organizationId, session.id, {
				status: move.status,
				wrappedKey: null,
				expectedDetailsSealed: null,
				webhookSecretSealed: null,
				metadata: {}
			})
		);
		yield* record(tx, deps, {
			organizationId: session.organizationId,
			sessionId: session.id,
			actor: { type: 'tenant', id: tenant.apiKeyId },
			action: 'session.redacted'
		});
		return artifacts.map((artifact) => artifact.blobKey);
	});
	await Promise.all(blobKeys.map((key) => deps.blobs.delete(key)));
}

/** Everything about the person that stands in rows of its own. Scores go too: the age check's score is the age. */
function* eraseRows(tx: Tx, session: SessionRow): Step<void> {
	const { analyses, applicantCredentials, artifacts, checkResults, decisions, evidence, handoffs, webhookAttempts } =
		tx.t;
	const { webhookEvents } = tx.t;
	for (const table of [analyses, artifacts, checkResults, applicantCredentials, handoffs])
		yield* q(
			tx.db.delete(table).where(and(eq(table.sessionId, session.id), eq(table.organizationId, session.organizationId)))
		);
	yield* q(
		tx.db
			.update(evidence)
			.set({ sha256: '', reasonCodes: [] })
			.where(and(eq(evidence.sessionId, session.id), eq(evidence.organizationId, session.organizationId)))
	);
	yield* q(
		tx.db
			.update(decisions)
			.set({ reasonCodes: [], commentSealed: null })
			.where(and(eq(decisions.sessionId, session.id), eq(decisions.organizationId, session.organizationId)))
	);
	const events = tx.db
		.select({ id: webhookEvents.id })
		.from(webhookEvents)
		.where(and(eq(webhookEvents.sessionId, session.id), eq(webhookEvents.organizationId, session.organizationId)));
	yield* q(tx.db.update(webhookAttempts).set({ responseText: null }).where(inArray(webhookAttempts.eventId, events)));
}

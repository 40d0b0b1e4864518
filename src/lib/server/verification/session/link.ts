import { and, eq } from 'drizzle-orm';
import type { CreateSessionOutput } from '$lib/contract/verification';
import { hashSecret, mintClientSecret, type TenantPrincipal } from '$lib/server/auth';
import { record, type AuditEntry } from '$lib/server/audit';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { hostedUrl } from './create';
import { loadForChange } from './load';
import { refusalOf } from './sessionMachine';
import { updateSession, type SessionRow } from './sessionRepo';

/** POST …/{id}/link: a fresh secret for an unfinished session. The older one, and every phone and code it opened, stops working. */
export const freshLink = (deps: Deps, tenant: TenantPrincipal, sessionId: string): Promise<FreshLink> =>
	deps.store.tx((tx) => freshLinkIn(tx, deps, tenant, sessionId));

export type FreshLink = Omit<CreateSessionOutput, 'warnings'>;

/** The same inside a transaction. */
export function* freshLinkIn(tx: Tx, deps: Deps, tenant: TenantPrincipal, sessionId: string): Step<FreshLink> {
	const session = yield* loadForChange(tx, deps, tenant, sessionId);
	if (session.status !== 'created' && session.status !== 'capturing') throw new AppError(refusalOf(session.status));
	return yield* replaceSecret(tx, deps, session, { type: 'tenant', id: tenant.apiKeyId });
}

/** A new secret in place of the session's own, whoever asks for it; the caller has made sure that it may be entered. */
export function* replaceSecret(tx: Tx, deps: Deps, session: SessionRow, actor: AuditEntry['actor']): Step<FreshLink> {
	const clientSecret = mintClientSecret(deps.ids);
	for (const table of [tx.t.applicantCredentials, tx.t.handoffs])
		yield* q(
			tx.db.delete(table).where(and(eq(table.sessionId, session.id), eq(table.organizationId, session.organizationId)))
		);
	yield* q(
		updateSession(tx, session.organizationId, session.id, {
			clientSecretHash: hashSecret(clientSecret),
			activeCredentialHash: null
		})
	);
	yield* record(tx, deps, {
		organizationId: session.organizationId,
		sessionId: session.id,
		actor,
		action: 'session.link_replaced'
	});
	return {
		ok: true,
		sessionId: session.id,
		token: clientSecret,
		clientSecret,
		hostedUrl: hostedUrl(deps.config.origin, session.id, clientSecret),
		expiresAt: new Date(session.expiresAt).toISOString()
	};
}

import { and, eq } from 'drizzle-orm';
import { hashSecret, mintClientSecret, type TenantPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { hostedUrl } from './create';
import { loadForChange } from './load';
import { refusalOf } from './sessionMachine';
import { updateSession } from './sessionRepo';

/** POST …/{id}/link: a fresh secret for an unfinished session. The older one, and every phone and code it opened, stops working. */
export async function freshLink(deps: Deps, tenant: TenantPrincipal, sessionId: string) {
	const clientSecret = mintClientSecret(deps.ids);
	const session = await deps.store.tx(function* (tx) {
		const row = yield* loadForChange(tx, deps, tenant, sessionId);
		if (row.status !== 'created' && row.status !== 'capturing') throw new AppError(refusalOf(row.status));
		for (const table of [tx.t.applicantCredentials, tx.t.handoffs])
			yield* q(
				tx.db.delete(table).where(and(eq(table.sessionId, row.id), eq(table.organizationId, row.organizationId)))
			);
		yield* q(
			updateSession(tx, row.organizationId, row.id, {
				clientSecretHash: hashSecret(clientSecret),
				activeCredentialHash: null
			})
		);
		yield* record(tx, deps, {
			organizationId: row.organizationId,
			sessionId: row.id,
			actor: { type: 'tenant', id: tenant.apiKeyId },
			action: 'session.link_replaced'
		});
		return row;
	});
	return {
		ok: true as const,
		sessionId: session.id,
		token: clientSecret,
		clientSecret,
		hostedUrl: hostedUrl(deps.config.origin, session.id, clientSecret),
		expiresAt: new Date(session.expiresAt).toISOString()
	};
}

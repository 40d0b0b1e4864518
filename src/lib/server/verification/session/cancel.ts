import type { TenantPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { loadForChange } from './load';
import { transition } from './sessionMachine';
import { updateSession } from './sessionRepo';

/** POST …/{id}/cancel: no further capture. Canceling what is canceled already is fine; what is finished stays as it is. */
export const cancelSession = (deps: Deps, tenant: TenantPrincipal, sessionId: string): Promise<void> =>
	deps.store.tx((tx) => cancelSessionIn(tx, deps, tenant, sessionId));

/** The same inside a transaction. */
export function* cancelSessionIn(tx: Tx, deps: Deps, tenant: TenantPrincipal, sessionId: string): Step<void> {
	const session = yield* loadForChange(tx, deps, tenant, sessionId);
	if (session.status === 'canceled') return;
	const move = transition(session.status, 'cancel');
	if (!move.ok) throw new AppError(move.code);
	yield* q(updateSession(tx, session.organizationId, session.id, { status: move.status }));
	yield* record(tx, deps, {
		organizationId: session.organizationId,
		sessionId: session.id,
		actor: { type: 'tenant', id: tenant.apiKeyId },
		action: 'session.canceled'
	});
}

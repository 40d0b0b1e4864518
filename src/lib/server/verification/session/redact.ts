import type { TenantPrincipal } from '$lib/server/auth';
import type { Step, Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { finishErasure, type Erased } from '../retention/finishErasure';
import { eraseSession } from './eraseSession';
import { loadForChange } from './load';

/** POST …/{id}/redact: erases the applicant's data for good (see eraseSession). Redacting twice is redacting once. */
export async function redactSession(deps: Deps, tenant: TenantPrincipal, sessionId: string): Promise<void> {
	await finishErasure(deps, await deps.store.tx((tx) => redactSessionIn(tx, deps, tenant, sessionId)));
}

/** The same inside a transaction; what it answers is for `finishErasure`, after the commit. */
export function* redactSessionIn(tx: Tx, deps: Deps, tenant: TenantPrincipal, sessionId: string): Step<Erased> {
	const session = yield* loadForChange(tx, deps, tenant, sessionId);
	return yield* eraseSession(tx, deps, session, { type: 'tenant', id: tenant.apiKeyId });
}

import type { TenantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { finishErasure } from '../retention/finishErasure';
import { eraseSession } from './eraseSession';
import { loadForChange } from './load';

/** POST …/{id}/redact: erases the applicant's data for good (see eraseSession). Redacting twice is redacting once. */
export async function redactSession(deps: Deps, tenant: TenantPrincipal, sessionId: string): Promise<void> {
	const erased = await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, tenant, sessionId);
		return yield* eraseSession(tx, deps, session, { type: 'tenant', id: tenant.apiKeyId });
	});
	await finishErasure(deps, erased);
}

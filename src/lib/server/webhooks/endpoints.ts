import type { Environment } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import type { Store } from '$lib/server/db';
import { hastenGroup } from '$lib/server/jobs';
import { AppError, type Clock, type Ids } from '$lib/server/platform';
import { HELD_UNTIL } from './breaker';
import { findEndpoints, lockEndpoint, updateEndpoint } from './endpointsRepo';

interface EndpointDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly ids: Ids;
}

export interface EndpointView {
	id: string;
	url: string;
	/** `paused`: until a person resumes it. `unwell`: only a probe is sent now and then, until one succeeds. */
	state: 'active' | 'unwell' | 'paused';
	/** Failures in a row. */
	failures: number;
	pausedAt: number | null;
	/** Next probe of an endpoint that is unwell. */
	openUntil: number | null;
	lastDeliveredAt: number | null;
	lastFailedAt: number | null;
	lastError: string | null;
}

/** Where events of this organization and environment have gone, with how each receiver fares. */
export async function listEndpoints(
	deps: EndpointDeps,
	organizationId: string,
	environment: Environment
): Promise<EndpointView[]> {
	const rows = await findEndpoints(deps.store, organizationId, environment);
	return rows.map(({ id, url, failures, pausedAt, openUntil, lastDeliveredAt, lastFailedAt, lastError }) => ({
		...{ id, url, failures, pausedAt, openUntil, lastDeliveredAt, lastFailedAt, lastError },
		state: pausedAt !== null ? 'paused' : openUntil !== null ? 'unwell' : 'active'
	}));
}

/** A person says that the receiver is back: what was held goes out now. Throws NOT_FOUND, also for another organization's. */
export async function resumeEndpoint(
	deps: EndpointDeps,
	operator: { organizationId: string; userId: string },
	endpointId: string
): Promise<void> {
	await deps.store.tx(function* (tx) {
		const endpoint = yield* lockEndpoint(tx, endpointId);
		if (!endpoint || endpoint.organizationId !== operator.organizationId) throw new AppError('NOT_FOUND');
		const { pausedAt, openUntil } = endpoint;
		if (pausedAt === null && openUntil === null) return;
		yield* updateEndpoint(tx, endpointId, { pausedAt: null, openUntil: null, failures: 0 });
		yield* hastenGroup(tx, deps, endpointId, pausedAt === null && openUntil !== null ? openUntil : HELD_UNTIL);
		yield* record(tx, deps, {
			organizationId: endpoint.organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'webhook_endpoint.resumed',
			targetId: endpointId,
			detail: { environment: endpoint.environment }
		});
	});
}

import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import { q, type Step, type Tx } from '$lib/server/db';

export type EndpointRow = Tx['t']['webhookEndpoints']['$inferSelect'];

/** Most endpoints that a list shows. */
const LISTED = 200;

export const findEndpoint = async (tx: Tx, id: string): Promise<EndpointRow | null> => {
	const { webhookEndpoints } = tx.t;
	const rows = await tx.db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id));
	return rows[0] ?? null;
};

/** Takes the endpoint's row for the rest of the transaction, by a write that changes nothing. */
export function* lockEndpoint(tx: Tx, id: string): Step<EndpointRow | null> {
	const { webhookEndpoints } = tx.t;
	const rows = yield* q(
		tx.db
			.update(webhookEndpoints)
			.set({ failures: sql`${webhookEndpoints.failures}` })
			.where(eq(webhookEndpoints.id, id))
			.returning()
	);
	return rows[0] ?? null;
}

/** The row, made where it is missing, locked. */
export function* openEndpoint(
	tx: Tx,
	endpoint: Pick<EndpointRow, 'id' | 'organizationId' | 'environment' | 'url' | 'createdAt'>
): Step<EndpointRow> {
	const { webhookEndpoints } = tx.t;
	yield* q(
		tx.db
			.insert(webhookEndpoints)
			.values({ ...endpoint, failures: 0 })
			.onConflictDoNothing()
	);
	const row = yield* lockEndpoint(tx, endpoint.id);
	if (!row) throw new Error('An endpoint that was just written is missing');
	return row;
}

export function* updateEndpoint(tx: Tx, id: string, change: Partial<EndpointRow>): Step<void> {
	const { webhookEndpoints } = tx.t;
	yield* q(tx.db.update(webhookEndpoints).set(change).where(eq(webhookEndpoints.id, id)));
}

/** Those that need a person first, then the newest. */
export async function findEndpoints(tx: Tx, organizationId: string, environment: Environment): Promise<EndpointRow[]> {
	const { webhookEndpoints } = tx.t;
	return await tx.db
		.select()
		.from(webhookEndpoints)
		.where(and(eq(webhookEndpoints.organizationId, organizationId), eq(webhookEndpoints.environment, environment)))
		.orderBy(
			asc(sql`case when ${webhookEndpoints.pausedAt} is null then 1 else 0 end`),
			desc(webhookEndpoints.createdAt),
			asc(webhookEndpoints.id)
		)
		.limit(LISTED);
}

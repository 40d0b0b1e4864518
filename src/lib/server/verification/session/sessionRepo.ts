/** One query a function; each returns a builder to `await`, or to `yield* q(…)` inside a transaction. */
import { and, eq, inArray, lte } from 'drizzle-orm';
import { prepared, type Tx } from '$lib/server/db';

export type SessionRow = Tx['t']['verificationSessions']['$inferSelect'];
export type NewSessionRow = Tx['t']['verificationSessions']['$inferInsert'];

/** What a session is created with; all else comes later. */
export type CreatedSession = Required<
	Pick<
		NewSessionRow,
		| 'id'
		| 'organizationId'
		| 'environment'
		| 'externalUserId'
		| 'returnUrl'
		| 'webhookUrl'
		| 'webhookSecretSealed'
		| 'metadata'
		| 'locale'
		| 'expectedDetailsSealed'
		| 'policyInput'
		| 'policyVersion'
		| 'status'
		| 'reviewStatus'
		| 'clientSecretHash'
		| 'wrappedKey'
		| 'sequence'
		| 'createdAt'
		| 'expiresAt'
	>
>;

export const insertSession = prepared((tx, row: CreatedSession) =>
	tx.db.insert(tx.t.verificationSessions).values({
		id: row.id,
		organizationId: row.organizationId,
		environment: row.environment,
		externalUserId: row.externalUserId,
		returnUrl: row.returnUrl,
		webhookUrl: row.webhookUrl,
		webhookSecretSealed: row.webhookSecretSealed,
		metadata: row.metadata,
		locale: row.locale,
		expectedDetailsSealed: row.expectedDetailsSealed,
		policyInput: row.policyInput,
		policyVersion: row.policyVersion,
		status: row.status,
		reviewStatus: row.reviewStatus,
		clientSecretHash: row.clientSecretHash,
		wrappedKey: row.wrappedKey,
		sequence: row.sequence,
		createdAt: row.createdAt,
		expiresAt: row.expiresAt
	})
);

export const findSession = (tx: Tx, organizationId: string, id: string) =>
	tx.db
		.select()
		.from(tx.t.verificationSessions)
		.where(and(eq(tx.t.verificationSessions.id, id), eq(tx.t.verificationSessions.organizationId, organizationId)));

export const updateSession = (tx: Tx, organizationId: string, id: string, change: Partial<NewSessionRow>) =>
	tx.db
		.update(tx.t.verificationSessions)
		.set(change)
		.where(and(eq(tx.t.verificationSessions.id, id), eq(tx.t.verificationSessions.organizationId, organizationId)))
		.returning();

/** Unfinished sessions of every tenant whose time has passed; for the sweep alone. */
export const findOverdueSessions = (tx: Tx, nowMs: number, limit: number) =>
	tx.db
		.select({ id: tx.t.verificationSessions.id, organizationId: tx.t.verificationSessions.organizationId })
		.from(tx.t.verificationSessions)
		.where(
			and(
				inArray(tx.t.verificationSessions.status, ['created', 'capturing']),
				lte(tx.t.verificationSessions.expiresAt, nowMs)
			)
		)
		.limit(limit);

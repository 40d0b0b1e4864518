import { and, desc, eq } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import { prepared, type Tx } from '$lib/server/db';

export const findNewestPolicy = (tx: Tx, organizationId: string, environment: Environment) =>
	newestPolicy(tx, { organizationId, environment });

const newestPolicy = prepared((tx, of: { organizationId: string; environment: Environment }) =>
	findPolicyVersions(tx, of.organizationId, of.environment).limit(1)
);

/** Newest first. */
export const findPolicyVersions = (tx: Tx, organizationId: string, environment: Environment) =>
	tx.db
		.select()
		.from(tx.t.organizationPolicies)
		.where(
			and(
				eq(tx.t.organizationPolicies.organizationId, organizationId),
				eq(tx.t.organizationPolicies.environment, environment)
			)
		)
		.orderBy(desc(tx.t.organizationPolicies.version));

export const findPolicyVersion = (tx: Tx, organizationId: string, environment: Environment, version: number) =>
	tx.db
		.select()
		.from(tx.t.organizationPolicies)
		.where(
			and(
				eq(tx.t.organizationPolicies.organizationId, organizationId),
				eq(tx.t.organizationPolicies.environment, environment),
				eq(tx.t.organizationPolicies.version, version)
			)
		);

export const insertPolicy = (tx: Tx, row: Tx['t']['organizationPolicies']['$inferInsert']) =>
	tx.db.insert(tx.t.organizationPolicies).values(row).returning();

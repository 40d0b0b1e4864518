import { and, desc, eq, exists } from 'drizzle-orm';
import type { OrganizationPolicyInput, Policy } from '$lib/contract/policy';
import type { DryRun } from '$lib/contract/policyDryRun';
import type { Environment } from '$lib/contract/slots';
import type { ExpectedDetails } from '$lib/contract/verification';
import { authorize, type OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import { readBoard } from '../evidence/board';
import { findAnalyses } from '../evidence/evidenceRepo';
import { openAnalyses } from '../evidence/openAnalyses';
import { checkView, findChecks, findDecisions } from '../session/readSession';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { decide, type Verdict } from './decide';
import { mergePolicy, readPolicy, withChanges } from './policy';
import { rejudge } from './rejudge';

/** The newest decisions that a draft is tried on. */
const TRIED = 100;

/**
 * What the policy's own newest decisions would have been under a draft. Reads what was read from the
 * pictures, never the pictures; writes nothing. Owners and admins only.
 */
export async function dryRunPolicy(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { environment: Environment; policy: OrganizationPolicyInput }
): Promise<DryRun> {
	authorize(operator, 'administer');
	const draft = withChanges((await readPolicy(deps, operator, input)).policy, input.policy);
	const rows = await newestDecided(deps, operator, input.environment);
	const run: DryRun = { tried: 0, unknown: 0, changed: [] };
	for (const row of rows) {
		const was = (await findDecisions(deps.store, row)).find(({ decidedBy }) => decidedBy === 'policy')?.outcome;
		if (was === undefined) continue;
		const would = await judgedBy(deps, row, draft);
		if (!would) {
			run.unknown += 1;
			continue;
		}
		run.tried += 1;
		if (would.outcome !== was)
			run.changed.push({ sessionId: row.id, was, would: would.outcome, reasons: would.reasons });
	}
	return run;
}

/**
 * The sessions that the policy decided last: it decides when a session completes. A stretch of an index for each of the three words,
 * whatever people made of them since.
 */
async function newestDecided(deps: Deps, operator: OperatorPrincipal, environment: Environment): Promise<SessionRow[]> {
	const { db, t } = deps.store;
	const { decisions, verificationSessions: sessions } = t;
	const byPolicy = db
		.select({ id: decisions.id })
		.from(decisions)
		.where(and(eq(decisions.sessionId, sessions.id), eq(decisions.decidedBy, 'policy')));
	const found: SessionRow[] = [];
	for (const word of ['approved', 'rejected', 'pending_review'] as const)
		found.push(
			...(await db
				.select()
				.from(sessions)
				.where(
					and(
						eq(sessions.organizationId, operator.organizationId),
						eq(sessions.environment, environment),
						eq(sessions.reviewStatus, word),
						eq(sessions.status, 'completed'),
						exists(byPolicy)
					)
				)
				.orderBy(desc(sessions.completedAt), desc(sessions.id))
				.limit(TRIED))
		);
	return found.sort((a, b) => (b.completedAt ?? 0) - (a.completedAt ?? 0)).slice(0, TRIED);
}

/** Null where what was read then is gone, or was never kept. */
async function judgedBy(deps: Deps, session: SessionRow, draft: Policy): Promise<Verdict | null> {
	if (!session.wrappedKey) return null;
	const found = await findAnalyses(deps.store, session.organizationId, session.id);
	if (found.length === 0) return null;
	const { newest } = await readBoard(deps, session);
	const { rows: _rows, ...read } = openAnalyses(deps, session, newest, found);
	const policy = mergePolicy(draft, session.policyInput);
	const checks = rejudge(
		{
			...read,
			policy,
			today: new Date(session.completedAt ?? session.createdAt).toISOString().slice(0, 10),
			expectedDetails: session.expectedDetailsSealed
				? openJson<ExpectedDetails>(
						openSessionKey(deps, session),
						session.expectedDetailsSealed,
						`expectedDetails|${session.id}`
					)
				: null
		},
		(await findChecks(deps.store, session)).map(checkView)
	);
	return decide(checks, policy);
}

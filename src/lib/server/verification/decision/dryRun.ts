import { and, desc, eq } from 'drizzle-orm';
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
 * What the policy's own decisions of the newest completed sessions would have been under a draft. Reads what was read from the
 * pictures, never the pictures; writes nothing. Owners and admins only.
 */
export async function dryRunPolicy(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { environment: Environment; policy: OrganizationPolicyInput }
): Promise<DryRun> {
	authorize(operator, 'administer');
	const draft = withChanges((await readPolicy(deps, operator, input)).policy, input.policy);
	const { verificationSessions: sessions } = deps.store.t;
	const rows = await deps.store.db
		.select()
		.from(sessions)
		.where(
			and(
				eq(sessions.organizationId, operator.organizationId),
				eq(sessions.environment, input.environment),
				eq(sessions.status, 'completed')
			)
		)
		.orderBy(desc(sessions.createdAt), desc(sessions.id))
		.limit(TRIED);
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

import type { Policy } from '$lib/contract/policy';
import type { Environment } from '$lib/contract/slots';
import { emailsOf, type OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { findPolicyVersions } from './policyRepo';

/** As many as anybody looks through; older ones stay, because decisions name them. */
const SHOWN = 50;

export interface PolicyVersion {
	version: number;
	policy: Policy;
	/** E-mail address of whoever saved it. */
	by: string;
	createdAt: number;
}

/** The newest versions of one environment's policy, newest first. */
export async function listPolicyVersions(
	deps: Deps,
	operator: OperatorPrincipal,
	{ environment }: { environment: Environment }
): Promise<PolicyVersion[]> {
	const rows = await findPolicyVersions(deps.store, operator.organizationId, environment).limit(SHOWN);
	const emails = await emailsOf(
		deps,
		rows.map((row) => row.createdBy)
	);
	return rows.map(({ version, policy, createdBy, createdAt }) => ({
		...{ version, policy, createdAt },
		by: emails.get(createdBy) ?? createdBy
	}));
}

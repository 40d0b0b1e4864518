import { Policy, type OrganizationPolicyInput, type StoredPolicyInput } from '$lib/contract/policy';
import { DEFAULT_POLICY, withDefaults } from '$lib/contract/policyDefaults';
import type { Environment } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import { authorize, type OperatorPrincipal } from '$lib/server/auth';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import type { SessionRow } from '../session/sessionRepo';
import { findNewestPolicy, findPolicyVersion, insertPolicy } from './policyRepo';

export interface PolicyState {
	/** 0: the built-in defaults, nothing saved yet. */
	version: number;
	policy: Policy;
}

/** Pure. What the tenant asked for in one session, over the organization's policy. Automatic approval is never a session's to set, but for the sandbox. */
export function mergePolicy(policy: Policy, input: StoredPolicyInput): Policy {
	const base = withDefaults(policy);
	return {
		...base,
		allowedDocumentTypes: input.allowedDocumentTypes ?? base.allowedDocumentTypes,
		allowedCountries: input.allowedCountries ?? base.allowedCountries,
		minimumAge: input.minimumAge ?? base.minimumAge,
		require: {
			idBack: input.require?.idBack ?? base.require.idBack,
			selfie: input.require?.selfie ?? base.require.selfie,
			liveness: input.require?.liveness ?? base.require.liveness,
			poa: input.require?.poa ?? base.require.poa
		},
		automaticApproval: input.sandboxApproval ?? base.automaticApproval
	};
}

/** The policy that this session is judged by: the version in force when it was created, with its own wishes over it. */
export async function policyOfSession(
	deps: Pick<Deps, 'store'>,
	session: Pick<SessionRow, 'organizationId' | 'environment' | 'policyVersion' | 'policyInput'>
): Promise<Policy> {
	if (session.policyVersion === 0) return mergePolicy(DEFAULT_POLICY, session.policyInput);
	const [row] = await findPolicyVersion(deps.store, session.organizationId, session.environment, session.policyVersion);
	if (!row) throw new Error(`Policy version ${session.policyVersion} is missing`);
	return mergePolicy(row.policy, session.policyInput);
}

export async function readPolicy(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { environment: Environment }
): Promise<PolicyState> {
	const [row] = await findNewestPolicy(deps.store, operator.organizationId, input.environment);
	return row ? { version: row.version, policy: row.policy } : { version: 0, policy: DEFAULT_POLICY };
}

/** Pure. A policy with an organization's changes. */
export const withChanges = (base: Policy, changes: OrganizationPolicyInput): Policy =>
	Policy.parse({ ...base, ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) });

/**
 * Saves a new version; sessions made before keep theirs. Owners and admins only.
 * @throws SETTINGS_CHANGED when a newer version than the one seen stands there
 */
export async function savePolicy(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { environment: Environment; policy: OrganizationPolicyInput; seenVersion?: number | undefined }
): Promise<PolicyState> {
	authorize(operator, 'administer');
	return deps.store.tx(function* (tx) {
		const [newest] = yield* q(findNewestPolicy(tx, operator.organizationId, input.environment));
		const before = newest?.version ?? 0;
		if (input.seenVersion !== undefined && input.seenVersion !== before)
			throw new AppError('SETTINGS_CHANGED', { internal: `version ${before}, seen ${input.seenVersion}` });
		const policy = withChanges(newest?.policy ?? DEFAULT_POLICY, input.policy);
		const version = before + 1;
		yield* q(
			insertPolicy(tx, {
				organizationId: operator.organizationId,
				environment: input.environment,
				version,
				policy,
				createdBy: operator.userId,
				createdAt: deps.clock.now()
			})
		);
		yield* record(tx, deps, {
			organizationId: operator.organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'policy.saved',
			targetId: `${input.environment}/${version}`,
			detail: {
				minimumAge: policy.minimumAge,
				automaticApproval: policy.automaticApproval,
				secondApproval: policy.secondApproval ?? 'off'
			}
		});
		return { version, policy };
	});
}

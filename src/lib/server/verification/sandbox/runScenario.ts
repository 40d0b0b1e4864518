import type { RunScenarioOutput, ScenarioRunView } from '$lib/contract/scenarioRuns';
import { SCENARIO_IDS, SCENARIOS, type ScenarioConditions, type ScenarioId } from '$lib/contract/scenarios';
import { ERROR_CODES } from '$lib/contract/errors';
import { EVIDENCE_SLOTS } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import type { TenantPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { enqueue } from '$lib/server/jobs';
import { AppError, sealJson } from '$lib/server/platform';
import { readBoard } from '../evidence/board';
import { runScenarioJob } from '../jobs/definitions';
import { loadForChange, loadSession } from '../session/load';
import { readTimeline } from '../session/readSession';
import { openSessionKey } from '../session/sessionKey';
import { refusalOf } from '../session/sessionMachine';
import { updateSession, type SessionRow } from '../session/sessionRepo';

/** What the timeline says of a run. */
export const SANDBOX_ACTIONS = {
	asked: 'sandbox.run_asked',
	refused: 'sandbox.upload_refused',
	played: 'sandbox.run_played',
	failed: 'sandbox.run_failed'
} as const;

/** @throws TEST_KEY_REQUIRED: what is played here is never a person. */
export function assertSandbox(tenant: TenantPrincipal): void {
	if (tenant.environment !== 'test') throw new AppError('TEST_KEY_REQUIRED');
}

/**
 * POST …/sandbox/sessions/{id}/run: sets the scenario's conditions on the session and has the worker play its applicant. A session
 * may be played until it is submitted, one scenario after the other.
 * @throws TEST_KEY_REQUIRED, NOT_FOUND, SESSION_*
 */
export function* runScenarioIn(
	tx: Tx,
	deps: Deps,
	tenant: TenantPrincipal,
	sessionId: string,
	scenario: ScenarioId
): Step<RunScenarioOutput> {
	assertSandbox(tenant);
	const session = yield* loadForChange(tx, deps, tenant, sessionId);
	if (session.status !== 'created' && session.status !== 'capturing') throw new AppError(refusalOf(session.status));
	const { conditions, expected } = SCENARIOS[scenario];
	if (conditions) yield* q(updateSession(tx, session.organizationId, session.id, changes(deps, session, conditions)));
	const runId = deps.ids.uuid();
	yield* record(tx, deps, {
		organizationId: session.organizationId,
		sessionId: session.id,
		actor: { type: 'tenant', id: tenant.apiKeyId },
		action: SANDBOX_ACTIONS.asked,
		targetId: runId,
		detail: { scenario }
	});
	yield* enqueue(tx, deps, {
		job: runScenarioJob,
		key: `runScenario:${runId}`,
		payload: { organizationId: session.organizationId, sessionId: session.id, runId, scenario }
	});
	return { ok: true, sessionId: session.id, scenario, expected };
}

/** GET …/sandbox/sessions/{id}/run: how far the newest run is. @throws TEST_KEY_REQUIRED, NOT_FOUND (also where none was asked for) */
export async function readScenarioRun(
	deps: Deps,
	tenant: TenantPrincipal,
	sessionId: string
): Promise<ScenarioRunView> {
	assertSandbox(tenant);
	const session = await loadSession(deps, tenant, sessionId);
	const rows = await readTimeline(deps.store, session);
	const asked = rows.findLast(({ action }) => action === SANDBOX_ACTIONS.asked);
	const scenario = SCENARIO_IDS.find((id) => id === asked?.detail.scenario);
	if (!asked || !scenario) throw new AppError('NOT_FOUND', { internal: 'no run' });
	const own = rows.filter(({ targetId }) => targetId === asked.targetId);
	const failure = own.find(({ action }) => action === SANDBOX_ACTIONS.failed)?.detail;
	const refusal = own.find(({ action }) => action === SANDBOX_ACTIONS.refused)?.detail;
	const slot = EVIDENCE_SLOTS.find((name) => name === refusal?.slot);
	const code = ERROR_CODES.find((name) => name === refusal?.code);
	const { newest } = await readBoard(deps, session);
	const has = (action: string) => own.some((row) => row.action === action);
	return {
		ok: true,
		sessionId: session.id,
		scenario,
		state: has(SANDBOX_ACTIONS.played) ? 'played' : failure ? 'failed' : 'waiting',
		reason: typeof failure?.code === 'string' ? failure.code : null,
		refused: slot && code ? { slot, code, reasons: reasonsOf(refusal?.reasons) } : null,
		feedback: EVIDENCE_SLOTS.flatMap((name) => {
			const row = newest[name];
			return row?.state === 'refused' ? [{ slot: name, codes: row.reasonCodes }] : [];
		}),
		expected: SCENARIOS[scenario].expected
	};
}

const reasonsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The scenario's conditions over what the session was created with. */
function changes(deps: Deps, session: SessionRow, { automaticApproval, policy, expectedDetails }: ScenarioConditions) {
	const { policyInput } = session;
	return {
		policyInput: {
			...policyInput,
			...policy,
			require: { ...policyInput.require, ...policy?.require },
			...(automaticApproval === undefined ? {} : { sandboxApproval: automaticApproval })
		},
		...(expectedDetails
			? {
					expectedDetailsSealed: sealJson(
						openSessionKey(deps, session),
						expectedDetails,
						`expectedDetails|${session.id}`
					)
				}
			: {})
	};
}

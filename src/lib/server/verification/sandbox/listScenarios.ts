import type { ListScenariosOutput } from '$lib/contract/scenarioRuns';
import { SCENARIO_IDS, SCENARIOS } from '$lib/contract/scenarios';
import type { TenantPrincipal } from '$lib/server/auth';
import { assertSandbox } from './runScenario';

/** GET /api/verification/sandbox/scenarios. @throws TEST_KEY_REQUIRED */
export function listScenarios(tenant: TenantPrincipal): ListScenariosOutput {
	assertSandbox(tenant);
	return {
		ok: true,
		scenarios: SCENARIO_IDS.map((id) => {
			const { title, conditions = {}, expected } = SCENARIOS[id];
			return { id, title, conditions, expected };
		})
	};
}

import { changing, type ChangeOptions } from './changing.js';
import { requestJson, type Transport } from './request.js';
import type { Scenario, ScenarioExpectation, ScenarioRun } from './types.js';

const ROOT = '/api/verification/sandbox';

export interface SandboxCalls {
	/** What can be played, and what must come of it. */
	scenarios(): Promise<Scenario[]>;
	/** Has the server play an applicant in this session, through the real pipeline. */
	run(
		sessionId: string,
		scenario: string,
		options?: ChangeOptions
	): Promise<{ ok: true; sessionId: string; scenario: string; expected: ScenarioExpectation }>;
	/** How far the newest run is. */
	readRun(sessionId: string): Promise<ScenarioRun>;
}

export function sandboxCalls(transport: Transport): SandboxCalls {
	const runOf = (sessionId: string) => `${ROOT}/sessions/${encodeURIComponent(sessionId)}/run`;
	return {
		async scenarios() {
			const call = { method: 'GET', path: `${ROOT}/scenarios` } as const;
			return (await requestJson<{ scenarios: Scenario[] }>(transport, call)).scenarios;
		},
		run: (sessionId, scenario, options) =>
			requestJson(transport, { ...changing(options), path: runOf(sessionId), body: { scenario } }),
		readRun: (sessionId) => requestJson(transport, { method: 'GET', path: runOf(sessionId) })
	};
}

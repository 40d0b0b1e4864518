/** What the test environment can play, and the events that come of it. */
import { SandboxEventsInput, SandboxEventsOutput } from '$lib/contract/sandbox';
import { ListScenariosOutput, RunScenarioInput, RunScenarioOutput, ScenarioRunView } from '$lib/contract/scenarioRuns';
import { idempotencyKey, keyErrors, sessionId, whileOpen, type Operation } from './openapiParts';

const run = '/api/verification/sandbox/sessions/{id}/run';

export const sandboxOperations: Operation[] = [
	{
		method: 'get',
		path: '/api/verification/sandbox/scenarios',
		id: 'listScenarios',
		caller: 'tenant',
		summary: 'List what the sandbox can play',
		description: 'Every scenario with what it sets on the session and what must come of it. Test keys only.',
		status: 200,
		answer: ListScenariosOutput,
		errors: ['TEST_KEY_REQUIRED']
	},
	{
		method: 'post',
		path: run,
		id: 'runScenario',
		caller: 'tenant',
		summary: 'Play a scenario in a session',
		description:
			'The worker draws the evidence, sends it as the applicant would, and the real pipeline reads and decides it: with webhooks, pictures, checks. A session that is still open afterwards takes another scenario. Test keys only.',
		pathParameters: sessionId,
		headers: idempotencyKey,
		body: RunScenarioInput,
		status: 202,
		answer: RunScenarioOutput,
		errors: ['TEST_KEY_REQUIRED', 'NOT_FOUND', 'VALIDATION_FAILED', 'PAYLOAD_TOO_LARGE', ...whileOpen, ...keyErrors]
	},
	{
		method: 'get',
		path: run,
		id: 'readScenarioRun',
		caller: 'tenant',
		summary: 'Read how far the newest run is',
		description: 'What was refused or given back on the way. The decision is in the session. Test keys only.',
		pathParameters: sessionId,
		status: 200,
		answer: ScenarioRunView,
		errors: ['TEST_KEY_REQUIRED', 'NOT_FOUND']
	},
	{
		method: 'get',
		path: '/api/verification/sandbox/events',
		id: 'sandboxEvents',
		caller: 'tenant',
		summary: 'Wait for events of the test environment, with their signatures',
		description:
			'What `idb listen` reads to bring events to a receiver on your own machine. Test keys only. Nothing counts as delivered by it.',
		query: SandboxEventsInput,
		status: 200,
		answer: SandboxEventsOutput,
		errors: ['TEST_KEY_REQUIRED', 'VALIDATION_FAILED']
	}
];

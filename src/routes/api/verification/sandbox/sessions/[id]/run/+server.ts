import { RunScenarioInput } from '$lib/contract/scenarioRuns';
import type { Tx } from '$lib/server/db';
import {
	idempotent,
	keyedRequest,
	MAX_JSON_BYTES,
	ok,
	parseJson,
	readBytes,
	requireSecretKey,
	route
} from '$lib/server/rest';
import { readScenarioRun, runScenarioIn } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const tenant = await requireSecretKey(event);
	const body = await readBytes(event.request, MAX_JSON_BYTES);
	const { scenario } = parseJson(body, RunScenarioInput);
	const run = (tx: Tx) => runScenarioIn(tx, deps, tenant, event.params.id, scenario);
	return ok(await idempotent(deps, tenant, keyedRequest(event, body), run), { status: 202 });
});

export const GET = route<RequestEvent>(async (event) => {
	const tenant = await requireSecretKey(event);
	return ok(await readScenarioRun(event.locals.deps, tenant, event.params.id));
});

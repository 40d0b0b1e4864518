import { CreateSessionInput, ListSessionsInput } from '$lib/contract/verification';
import type { Tx } from '$lib/server/db';
import {
	idempotent,
	keyedRequest,
	MAX_JSON_BYTES,
	ok,
	parseInput,
	parseJson,
	readBytes,
	requireSecretKey,
	route
} from '$lib/server/rest';
import { createSessionIn, listSessions } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const tenant = await requireSecretKey(event);
	const body = await readBytes(event.request, MAX_JSON_BYTES);
	const input = parseJson(body, CreateSessionInput);
	const create = (tx: Tx) => createSessionIn(tx, deps, tenant, input);
	const created = await idempotent(deps, tenant, keyedRequest(event, body), create);
	event.locals.sessionMade = created.sessionId;
	return ok(created, { status: 201 });
});

export const GET = route<RequestEvent>(async (event) => {
	const tenant = await requireSecretKey(event);
	const input = parseInput(Object.fromEntries(event.url.searchParams), ListSessionsInput);
	return ok(await listSessions(event.locals.deps, tenant, input));
});

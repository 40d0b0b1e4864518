import { ok, requireSecretKey, route } from '$lib/server/rest';
import { listScenarios } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const GET = route<RequestEvent>(async (event) => ok(listScenarios(await requireSecretKey(event))));

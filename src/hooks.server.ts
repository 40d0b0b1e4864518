import { building, dev } from '$app/environment';
import { sequence } from '@sveltejs/kit/hooks';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { createDeps } from '$lib/server/deps';
import { apiErrors } from '$lib/server/hooks/apiErrors';
import { bodyLimit } from '$lib/server/hooks/bodyLimit';
import { dashboardGate } from '$lib/server/hooks/dashboardGate';
import { KNOWN_REFUSALS, knownRefusals } from '$lib/server/hooks/knownRefusals';
import { language } from '$lib/server/hooks/language';
import { describeFailure } from '$lib/server/hooks/describeFailure';
import { loginSession } from '$lib/server/hooks/loginSession';
import { logRequests } from '$lib/server/hooks/logRequests';
import { measureRequests } from '$lib/server/hooks/measureRequests';
import { originCheck } from '$lib/server/hooks/originCheck';
import { requestId } from '$lib/server/hooks/requestId';
import { securityHeaders } from '$lib/server/hooks/securityHeaders';
import { addQueueDepth, createMetrics, serveMetrics, type Metrics } from '$lib/server/operations';
import { heedStop, loadConfig } from '$lib/server/platform';
import { openRequestLog, type RequestLog } from '$lib/server/requestLog';

let deps: Awaited<ReturnType<typeof createDeps>>;
let requestLog: RequestLog;
let refusals: ReturnType<typeof knownRefusals>;
let metrics: Metrics;

/** Opens everything once, before the first request. `vite build` imports this file too and must open nothing. */
export const init: ServerInit = async () => {
	if (building) return;
	if (!dev) heedStop();
	deps = await createDeps(loadConfig(process.env), { name: 'web' });
	requestLog = openRequestLog(deps);
	metrics = createMetrics();
	refusals = knownRefusals(deps, metrics.knownRefusals);
	Object.assign(globalThis, { [KNOWN_REFUSALS]: refusals.answer });
	addQueueDepth(metrics, deps);
	const { metricsHost, metricsPort } = deps.config;
	const address = { host: metricsHost, log: deps.log };
	const stopMetrics = metricsPort === null ? null : serveMetrics(metrics, { ...address, port: metricsPort });
	process.on('sveltekit:shutdown', () => {
		stopMetrics?.();
		void requestLog.stop().then(() => deps.close());
	});
};

export const handle: Handle = sequence(
	(input) => refusals.takeNote(input),
	requestId(() => deps),
	measureRequests(() => metrics),
	logRequests(() => requestLog),
	language,
	securityHeaders,
	apiErrors,
	originCheck,
	bodyLimit,
	loginSession,
	dashboardGate
);

export const handleError: HandleServerError = describeFailure;

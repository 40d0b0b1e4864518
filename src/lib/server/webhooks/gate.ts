import { record } from '$lib/server/audit';
import type { Step, Tx } from '$lib/server/db';
import { hastenGroup, postponeGroup, type JobContext } from '$lib/server/jobs';
import type { Clock, Ids } from '$lib/server/platform';
import { HELD_UNTIL, isUnwell, pauseAfter, PROBE_MS } from './breaker';
import type { EndpointAddress } from './endpointKey';
import { lockEndpoint, openEndpoint, updateEndpoint, type EndpointRow } from './endpointsRepo';
import type { Answer } from './outcome';

interface Tools {
	readonly clock: Clock;
	readonly ids: Ids;
}

/** `lastDeliveredAt` is written at most this often, so that a healthy endpoint costs no write an event. */
const NOTED_EVERY_MS = 60_000;

/** Whether something stands in the way of a delivery, by a row that may be a moment old. */
export const isHeldUp = (endpoint: EndpointRow | null): boolean =>
	endpoint !== null && (endpoint.pausedAt !== null || endpoint.openUntil !== null);

/**
 * Asks at the endpoint's row whether this delivery may go. Where not, its job is put off in this transaction, so that whoever
 * resumes the endpoint finds it. After an open breaker's time the first to ask goes as the probe; the others wait for what it finds.
 */
export function* passGate(
	tx: Tx,
	{ clock }: Pick<Tools, 'clock'>,
	endpointId: string,
	job: Pick<JobContext, 'postponeIn'>
): Step<boolean> {
	const endpoint = yield* lockEndpoint(tx, endpointId);
	if (!endpoint) return true;
	if (endpoint.pausedAt !== null) {
		yield* job.postponeIn(tx, HELD_UNTIL);
		return false;
	}
	if (endpoint.openUntil === null) return true;
	if (endpoint.openUntil > clock.now()) {
		yield* job.postponeIn(tx, endpoint.openUntil);
		return false;
	}
	const openUntil = clock.now() + PROBE_MS;
	yield* updateEndpoint(tx, endpointId, { openUntil });
	yield* postponeGroup(tx, endpointId, openUntil);
	return true;
}

interface Attempted {
	id: string;
	address: EndpointAddress;
	/** As it was when the attempt began; null: never sent to before. */
	before: EndpointRow | null;
	answer: Answer;
	/** 410: the receiver wants no more. */
	gone: boolean;
	/** As a code, null for a success. */
	error: string | null;
	/** Its Retry-After as a time in ms, null where it named none. */
	askedUntil: number | null;
}

/** Writes down how the endpoint fared: pauses it, opens or closes its breaker. Nothing is written while all is well. */
export function* noteAttempt(tx: Tx, tools: Tools, attempted: Attempted): Step<void> {
	const now = tools.clock.now();
	const { id, before } = attempted;
	const unwell = isUnwell(attempted.answer);
	const isNews =
		before === null ||
		unwell ||
		attempted.gone ||
		before.failures > 0 ||
		before.openUntil !== null ||
		isStale(before, now);
	if (!isNews) return;
	const endpoint = yield* openEndpoint(tx, { id, ...attempted.address, createdAt: now });
	const failed = attempted.error === null ? {} : { lastFailedAt: now, lastError: attempted.error };
	if (attempted.gone) return yield* pause(tx, tools, endpoint, failed);
	if (unwell) {
		const failures = endpoint.failures + 1;
		const openUntil = opensUntil(endpoint, attempted, pauseAfter(failures, (attempted.askedUntil ?? now) - now), now);
		yield* updateEndpoint(tx, id, { ...failed, failures, openUntil });
		if (openUntil !== null) yield* postponeGroup(tx, id, openUntil);
		return;
	}
	const delivered = attempted.error === null ? { lastDeliveredAt: now } : failed;
	// One that began before the breaker opened says nothing of now.
	const closes = endpoint.openUntil !== null && wasProbe(attempted);
	yield* updateEndpoint(tx, id, { ...delivered, failures: 0, openUntil: closes ? null : endpoint.openUntil });
	if (closes && endpoint.openUntil !== null) yield* hastenGroup(tx, tools, id, endpoint.openUntil);
}

const wasProbe = ({ before }: Attempted): boolean => before !== null && before.openUntil !== null;

/** What a probe found counts alone. An attempt that was under way when the breaker opened never shortens the wait. */
function opensUntil(
	{ openUntil }: EndpointRow,
	attempted: Attempted,
	pauseMs: number | null,
	now: number
): number | null {
	if (pauseMs === null) return openUntil;
	return wasProbe(attempted) ? now + pauseMs : Math.max(openUntil ?? 0, now + pauseMs);
}

const isStale = (before: EndpointRow, now: number): boolean => (before.lastDeliveredAt ?? 0) <= now - NOTED_EVERY_MS;

function* pause(tx: Tx, tools: Tools, endpoint: EndpointRow, failed: Partial<EndpointRow>): Step<void> {
	yield* updateEndpoint(tx, endpoint.id, {
		...failed,
		pausedAt: endpoint.pausedAt ?? tools.clock.now(),
		openUntil: null,
		failures: 0
	});
	yield* postponeGroup(tx, endpoint.id, HELD_UNTIL);
	if (endpoint.pausedAt !== null) return;
	yield* record(tx, tools, {
		organizationId: endpoint.organizationId,
		actor: { type: 'system', id: null },
		action: 'webhook_endpoint.paused',
		targetId: endpoint.id,
		detail: { environment: endpoint.environment, reason: 'status_410' }
	});
}

import type { SendTestEventInput } from '$lib/contract/webhookSettings';
import { record } from '$lib/server/audit';
import { countOrRefuse } from '$lib/server/auth';
import { AppError } from '$lib/server/platform';
import { defaultSecrets, findDefault } from './defaults';
import { findEndpoint } from './endpointsRepo';
import { findForDelivery, findNewestEventTo } from './eventsRepo';
import { judgeAnswer, shownText } from './outcome';
import { sampleEvent } from './sampleEvent';
import { postSigned, secretsOf, type DeliveryDeps, type DeliveryOptions } from './sendAttempt';

/** Enough to try things out, too few to trouble the receiver. */
const PER_MINUTE = 10;

export interface TestEventOutcome {
	eventId: string;
	url: string;
	/** Whose secret signed; null: the receiver has none, as its sessions name none, or nothing was sent. */
	signedWith: 'default' | 'session' | null;
	/** HTTP status, null when no answer came. */
	status: number | null;
	/** Why it failed, as a code; null: the receiver took it. */
	error: string | null;
	durationMs: number;
	/** The first 1 KiB of the answer. */
	responseText: string | null;
}

/**
 * Sends a sample to the default receiver, or to an endpoint that events went to, as a delivery would: same guard, same headers, same
 * signature. It belongs to no session, so it is in no event log, is tried once, and changes nothing about the endpoint.
 * @throws NOT_FOUND where there is no such receiver (another organization's neither), RATE_LIMITED.
 */
export async function sendTestEvent(
	deps: DeliveryDeps,
	operator: { organizationId: string; userId: string },
	input: SendTestEventInput,
	options: DeliveryOptions = {}
): Promise<TestEventOutcome> {
	const { organizationId } = operator;
	const receiver = await (input.endpointId === undefined
		? defaultReceiver(deps, organizationId, input)
		: endpointReceiver(deps, organizationId, { ...input, endpointId: input.endpointId }));
	await countOrRefuse(deps, [{ name: 'test-event', subject: organizationId, limit: PER_MINUTE, windowMs: 60_000 }]);
	const { environment, type } = input;
	const startedAt = deps.clock.now();
	const eventId = `evt_test_${deps.ids.hex(16)}`;
	const body = Buffer.from(JSON.stringify(sampleEvent({ type, id: eventId, environment, now: startedAt })), 'utf8');
	const { url, secrets, signedWith } = receiver;
	const answer = await postSigned(deps, options, {
		...{ eventId, environment, body, url, secrets },
		headers: { 'x-verification-sample': 'true' }
	});
	const durationMs = deps.clock.now() - startedAt;
	const outcome = judgeAnswer(answer, 1, startedAt);
	const error = outcome.kind === 'failed' ? outcome.error : null;
	const { status } = answer;
	await deps.store.tx((tx) =>
		record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'webhook_test.sent',
			...(input.endpointId === undefined ? {} : { targetId: input.endpointId }),
			detail: { environment, type, status, error }
		})
	);
	return { eventId, url, signedWith, status, error, durationMs, responseText: shownText(answer) };
}

type Receiver = Pick<TestEventOutcome, 'url' | 'signedWith'> & { secrets: string[] | null };

async function defaultReceiver(
	deps: DeliveryDeps,
	organizationId: string,
	{ environment }: SendTestEventInput
): Promise<Receiver> {
	const row = await findDefault(deps.store, organizationId, environment);
	if (!row) throw new AppError('NOT_FOUND');
	return { url: row.url, secrets: defaultSecrets(deps, row, deps.clock.now()), signedWith: 'default' };
}

/** Signed as the newest event to that URL is, since secrets belong to sessions. */
async function endpointReceiver(
	deps: DeliveryDeps,
	organizationId: string,
	{ environment, endpointId }: SendTestEventInput & { endpointId: string }
): Promise<Receiver> {
	const endpoint = await findEndpoint(deps.store, endpointId);
	if (endpoint?.organizationId !== organizationId || endpoint.environment !== environment)
		throw new AppError('NOT_FOUND');
	const newest = await findNewestEventTo(deps.store, endpoint);
	const loaded = newest && (await findForDelivery(deps.store, newest.id));
	const secrets = loaded ? await secretsOf(deps, loaded) : [];
	const own = loaded?.webhookSecretSealed ? ('session' as const) : ('default' as const);
	return { url: endpoint.url, secrets, signedWith: secrets?.length ? own : null };
}

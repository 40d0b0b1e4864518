import type { Environment } from '$lib/contract/slots';
import type { Config } from '$lib/server/platform';
import { judgeWebhookUrl } from '$lib/server/webhooks';
import { fine, wrong, type Finding } from './finding';
import { cell, type ReadOnly } from './readOnly';

/** Why this session's webhook never fires, and why its applicant is not sent back. */
export async function examineSession(ask: ReadOnly, config: Config, id: string): Promise<Finding[]> {
	const [session] = await ask.all(
		'SELECT organization_id, environment, status, review_status, webhook_url, return_url, webhook_secret_sealed IS NOT NULL AS secret FROM verification_sessions WHERE id = ?',
		id
	);
	if (session === undefined)
		return [wrong('session', 'there is no session with that id', 'check the id and the installation it was made on')];
	const environment: Environment = cell(session, 'environment') === 'live' ? 'live' : 'test';
	const organizationId = cell(session, 'organization_id') ?? '';
	const [fallback] = await ask.all(
		'SELECT url FROM webhook_defaults WHERE organization_id = ? AND environment = ?',
		organizationId,
		environment
	);
	const own = cell(session, 'webhook_url');
	return [
		fine('session', `${cell(session, 'status')}, ${cell(session, 'review_status')}, ${environment}`),
		...examineReceiver(
			config,
			environment,
			own,
			cell(fallback, 'url'),
			session.secret === 1 || session.secret === true
		),
		await examineDeliveries(ask, id),
		examineReturn(cell(session, 'return_url'))
	];
}

function examineReceiver(
	config: Config,
	environment: Environment,
	own: string | null,
	fallback: string | null,
	hasSecret: boolean
): Finding[] {
	const url = own ?? fallback;
	if (url === null)
		return [
			wrong(
				'webhook URL',
				'the session has no webhookUrl, and its environment no default receiver',
				'send webhookUrl with the create call, or save a default in the dashboard under Webhooks'
			)
		];
	const verdict = judgeWebhookUrl(config, environment, url);
	const reachable = verdict.ok
		? fine('webhook URL', `${own === null ? 'the default receiver' : 'set on the session'}; its text is acceptable`)
		: wrong(
				'webhook URL',
				`deliveries to it are refused (${verdict.reason})`,
				'use an address that this server can reach publicly (tunnels work), or idb listen while developing'
			);
	const signed =
		hasSecret || own === null
			? fine('webhook signature', 'requests are signed')
			: wrong(
					'webhook signature',
					'no webhookSecret: requests go out unsigned, and some firewalls drop such',
					'send webhookSecret (at least 16 characters) with the create call, and verify the signature'
				);
	return [reachable, signed];
}

async function examineDeliveries(ask: ReadOnly, id: string): Promise<Finding> {
	const events = await ask.all('SELECT id, state FROM webhook_events WHERE session_id = ? ORDER BY sequence', id);
	if (events.length === 0) return fine('webhook events', 'nothing has happened yet that is announced');
	const late = events.filter((event) => event.state === 'pending' || event.state === 'failed');
	if (late.length === 0) return fine('webhook events', `${events.length}, all delivered or kept for the log`);
	const [last] = await ask.all(
		'SELECT number, status, error FROM webhook_attempts WHERE event_id = ? ORDER BY number DESC LIMIT 1',
		cell(late[0], 'id') ?? ''
	);
	const why =
		last === undefined
			? 'not tried yet (does the worker run?)'
			: `attempt ${cell(last, 'number')} ended with ${cell(last, 'error') ?? cell(last, 'status')}`;
	return wrong(
		'webhook events',
		`${late.length} of ${events.length} not delivered: ${why}`,
		'GET /api/verification/events?sessionId= shows every attempt; POST …/resend sends again once the receiver is mended'
	);
}

const examineReturn = (url: string | null): Finding =>
	url === null
		? wrong(
				'way back',
				'the session has no returnUrl: the applicant ends on the built-in completion page',
				'send returnUrl with the create call; only http: and https: count, others are ignored with a warning'
			)
		: fine('way back', 'a returnUrl is set');

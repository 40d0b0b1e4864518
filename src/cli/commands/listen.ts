import { SandboxEventsOutput } from '$lib/contract/sandbox';
import { tellRefusal } from '../installation';
import type { Printer } from '../printer';
import { openRemote, RemoteError, REMOTE_OPTIONS, type Remote } from '../remote';
import { readWords, UsageError } from '../usage';

/** As a delivery of the site itself. */
const RECEIVER_TIMEOUT_MS = 15_000;
const RECONNECT_MS = [500, 1_000, 2_000, 5_000, 10_000];
/** The answer before reaches back a little: this many ids are enough to know what was forwarded. */
const REMEMBERED = 10_000;

/**
 * `listen --forward-to <url>`: brings the events of a test environment to a receiver on this machine, signed as the site signs them,
 * until it is stopped. It reconnects by itself and forgets nothing meanwhile. A receiver that fails is told of, not tried again.
 */
export function listen(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { ...REMOTE_OPTIONS, 'forward-to': { type: 'string' } });
	const target = values['forward-to'];
	if (target === undefined || positionals.length > 0) throw new UsageError('listen needs --forward-to <url>.');
	if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol))
		throw new UsageError(`${target} is not an http or https address`);
	const remote = openRemote(values);
	if (!remote.secretKey.startsWith('sk_test_'))
		throw new UsageError('listen takes a test key (sk_test_…): events of real people stay where they belong.');
	return tellRefusal(printer, values.json, () => forwardForever(remote, target, printer, values.json === true));
}

async function forwardForever(remote: Remote, target: string, printer: Printer, json: boolean): Promise<number> {
	const seen = new Set<string>();
	let since: string | undefined;
	let failures = 0;
	for (;;) {
		try {
			const query = since === undefined ? '' : `?${new URLSearchParams({ since })}`;
			const answer = SandboxEventsOutput.parse(await remote.call(`/api/verification/sandbox/events${query}`));
			if (since === undefined || failures > 0) printer.note(`Listening to ${remote.host}, forwarding to ${target}`);
			failures = 0;
			for (const event of answer.events) {
				if (seen.has(event.id)) continue;
				seen.add(event.id);
				report(await forward(target, event), event, printer, json);
			}
			for (const id of seen) if (seen.size > REMEMBERED) seen.delete(id);
			// Nothing new behind an overlap: without a pause the site would answer with the same events at once, over and over.
			if (since === answer.since && answer.events.length > 0) await pause(RECONNECT_MS[0]);
			since = answer.since;
		} catch (error) {
			if (!(error instanceof RemoteError) || !isPassing(error)) throw error;
			if (failures === 0) printer.note(`${error.code}: ${error.message}; trying again`);
			await pause(RECONNECT_MS[Math.min(failures++, RECONNECT_MS.length - 1)]);
		}
	}
}

const isPassing = ({ code }: RemoteError): boolean =>
	['HOST_UNREACHABLE', 'UNEXPECTED_ANSWER', 'INTERNAL_ERROR', 'UNAVAILABLE', 'RATE_LIMITED'].includes(code);

const pause = (ms = 1_000): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Event = SandboxEventsOutput['events'][number];
type Outcome = { status: number | null; error: string | null; ms: number };

async function forward(target: string, event: Event): Promise<Outcome> {
	const started = performance.now();
	const ms = () => Math.round(performance.now() - started);
	try {
		const response = await fetch(target, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'user-agent': 'id-beyond-webhooks/1', ...event.headers },
			body: Buffer.from(event.body, 'base64'),
			redirect: 'manual',
			signal: AbortSignal.timeout(RECEIVER_TIMEOUT_MS)
		});
		await response.arrayBuffer();
		return { status: response.status, error: null, ms: ms() };
	} catch (error) {
		const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
		const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no_answer';
		return { status: null, error: code, ms: ms() };
	}
}

/** Type and ids only: the body is the receiver's to show. */
function report({ status, error, ms }: Outcome, event: Event, printer: Printer, json: boolean): void {
	const body: unknown = JSON.parse(Buffer.from(event.body, 'base64').toString('utf8'));
	const type = typeof body === 'object' && body !== null && 'event' in body ? String(body.event) : 'unknown';
	if (json) printer.json({ id: event.id, event: type, status, error, ms });
	else printer.line(`${type}  ${event.id}  ${status ?? error ?? ''}  ${ms} ms`);
}

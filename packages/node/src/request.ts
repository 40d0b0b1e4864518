import { setTimeout as sleep } from 'node:timers/promises';
import { UniicyApiError, UniicyConnectionError, type ErrorAnswer } from './errors.js';

export interface Transport {
	host: string;
	secretKey: string;
	/** Tries after the first. */
	maxRetries: number;
	timeoutMs: number;
	fetch: typeof fetch;
}

export interface Call {
	method: 'GET' | 'POST';
	/** From /api on. */
	path: string;
	query?: Record<string, string | number | undefined>;
	body?: unknown;
	/** Makes a change safe to repeat. */
	idempotencyKey?: string;
	signal?: AbortSignal;
}

/** The answer as JSON. @throws UniicyApiError, UniicyConnectionError */
export const requestJson = <T>(transport: Transport, call: Call): Promise<T> =>
	request(transport, call, async (reply) => (await reply.json()) as T);

/**
 * One call, and its answer as `read` gives it. Tried again where that can help and cannot do harm: no answer or half of one, 429, 5xx, a first request that still runs. Waits as long
 * as `Retry-After` says, otherwise half a second, then twice as long each time, shifted at random.
 * @throws UniicyApiError, UniicyConnectionError
 */
export async function request<T>(transport: Transport, call: Call, read: (reply: Response) => Promise<T>): Promise<T> {
	const repeatable = call.method === 'GET' || call.idempotencyKey !== undefined;
	for (let attempt = 0; ; attempt++) {
		const result = await once(transport, call, read);
		if ('value' in result) return result.value;
		const last = attempt >= transport.maxRetries || call.signal?.aborted;
		if (last || !(result.unanswered ? repeatable : helps(result.error, repeatable))) throw result.error;
		await sleep(waitMs(result.error, attempt), undefined, call.signal ? { signal: call.signal } : {});
	}
}

type Failure = { unanswered: boolean; error: UniicyApiError | UniicyConnectionError };

async function once<T>(
	{ host, secretKey, timeoutMs, fetch }: Transport,
	call: Call,
	read: (reply: Response) => Promise<T>
): Promise<{ value: T } | Failure> {
	const url = new URL(call.path, host);
	for (const [name, value] of Object.entries(call.query ?? {}))
		if (value !== undefined) url.searchParams.set(name, String(value));
	const timeout = AbortSignal.timeout(timeoutMs);
	let reply: Response;
	let text: string;
	try {
		reply = await fetch(url, {
			method: call.method,
			headers: {
				authorization: `Bearer ${secretKey}`,
				accept: 'application/json',
				...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
				...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey })
			},
			body: call.body === undefined ? undefined : JSON.stringify(call.body),
			// A redirect would carry the key to another address.
			redirect: 'error',
			signal: call.signal ? AbortSignal.any([call.signal, timeout]) : timeout
		});
		if (reply.ok) return { value: await read(reply) };
		text = await reply.text();
	} catch (cause) {
		const error = new UniicyConnectionError(`No answer of this API from ${url.origin}`, { cause });
		return { unanswered: true, error };
	}
	const body = errorOf(text);
	if (body) return { unanswered: false, error: new UniicyApiError(reply.status, body, retryAfter(reply)) };
	const error = new UniicyConnectionError(`${url.origin} answered ${reply.status} without a body of this API`);
	return { unanswered: reply.status >= 500, error };
}

/** A refusal that the next try may not meet; one that came before any work was done may be repeated with every call. */
function helps(error: Failure['error'], repeatable: boolean): boolean {
	if (!(error instanceof UniicyApiError)) return false;
	if (error.status === 429) return true;
	return repeatable && (error.status >= 500 || error.code === 'IDEMPOTENCY_IN_PROGRESS');
}

const LONGEST_WAIT_MS = 60_000;

function waitMs(error: Failure['error'], attempt: number): number {
	const asked = error instanceof UniicyApiError ? error.retryAfterSeconds : null;
	if (asked !== null) return Math.min(LONGEST_WAIT_MS, asked * 1000);
	return Math.min(8000, 500 * 2 ** attempt) * (0.75 + Math.random() / 2);
}

function retryAfter(reply: Response): number | null {
	const seconds = Number(reply.headers.get('retry-after') ?? Number.NaN);
	return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

function errorOf(text: string): ErrorAnswer | null {
	try {
		const body = JSON.parse(text) as { error?: Partial<ErrorAnswer> };
		const { code, message = '', requestId = '', docUrl = '', fields } = body.error ?? {};
		return typeof code === 'string' ? { code, message, requestId, docUrl, fields } : null;
	} catch {
		return null;
	}
}

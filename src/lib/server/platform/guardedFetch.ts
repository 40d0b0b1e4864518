/** The one way out: every request to an address that a tenant named goes through here. */
import http from 'node:http';
import https from 'node:https';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { resolveHost, type ResolveHost } from './resolveHost';
import { bareHost, checkUrlText, isAddressAllowed, type OutboundRules, type UrlRefusal } from './urlPolicy';

export interface GuardedRequest extends OutboundRules {
	method: 'GET' | 'POST';
	headers: Record<string, string>;
	body?: Buffer;
	/** For everything together: name, connection, answer. */
	timeoutMs: number;
	/** What is kept of the answer's body; the rest is never read. Default 64 KiB. */
	maxResponseBytes?: number;
	signal?: AbortSignal;
	/** For tests: answers in place of DNS. */
	resolve?: ResolveHost;
}

export interface GuardedResponse {
	status: number;
	headers: http.IncomingHttpHeaders;
	/** Decoded as UTF-8, never decompressed. */
	bodyText: string;
}

export type GuardedFetchReason = UrlRefusal | 'dns_failed' | 'timeout' | 'aborted' | 'tls_failed' | 'connection_failed';

export class GuardedFetchError extends Error {
	constructor(
		readonly reason: GuardedFetchReason,
		options?: { cause?: unknown }
	) {
		super(`Outbound request failed: ${reason}`, options);
		this.name = 'GuardedFetchError';
	}
	get code(): GuardedFetchReason {
		return this.reason;
	}
}

/**
 * Resolves the name once, refuses when any of its addresses is not allowed, and connects to one of those addresses while
 * Host and TLS name stay as in the URL. Follows no redirect, reuses no connection. Throws `GuardedFetchError`.
 */
export async function guardedFetch(urlText: string, request: GuardedRequest): Promise<GuardedResponse> {
	const verdict = checkUrlText(urlText, request);
	if (!verdict.ok) throw new GuardedFetchError(verdict.reason);
	const deadline = new AbortController();
	const timer = setTimeout(() => deadline.abort(new GuardedFetchError('timeout')), request.timeoutMs);
	const giveUp = () => deadline.abort(new GuardedFetchError('aborted'));
	request.signal?.addEventListener('abort', giveUp, { once: true });
	if (request.signal?.aborted) giveUp();
	try {
		const addresses = await orAbort(checkedAddresses(verdict.url, request, deadline.signal), deadline.signal);
		return await orAbort(send(verdict.url, addresses, request, deadline.signal), deadline.signal);
	} finally {
		clearTimeout(timer);
		request.signal?.removeEventListener('abort', giveUp);
	}
}

/** Not left to the connection's `lookup`: Node never calls it for a literal address. */
async function checkedAddresses(url: URL, request: GuardedRequest, signal: AbortSignal): Promise<LookupAddress[]> {
	const host = bareHost(url);
	let addresses: string[];
	if (isIP(host)) addresses = [host];
	else {
		try {
			addresses = await (request.resolve ?? resolveHost)(host, signal);
		} catch (error) {
			throw new GuardedFetchError('dns_failed', { cause: error });
		}
	}
	if (addresses.length === 0) throw new GuardedFetchError('dns_failed');
	if (!addresses.every((address) => isAddressAllowed(address, request))) throw new GuardedFetchError('address_refused');
	return addresses.map((address) => ({ address, family: isIP(address) }));
}

function send(
	url: URL,
	addresses: LookupAddress[],
	request: GuardedRequest,
	signal: AbortSignal
): Promise<GuardedResponse> {
	const client = url.protocol === 'https:' ? https : http;
	return new Promise((resolve, reject) => {
		const outgoing = client.request(
			url,
			{
				method: request.method,
				headers: { ...request.headers, 'content-length': String(request.body?.length ?? 0) },
				// A fresh agent: no socket is shared with any other request.
				agent: false,
				signal,
				lookup: (_host, options, done) => {
					const [first] = addresses;
					if (options.all) done(null, addresses);
					else if (first) done(null, first.address, first.family);
				}
			},
			(incoming) => {
				readCapped(incoming, request.maxResponseBytes ?? 64 * 1024).then(
					(bodyText) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bodyText }),
					(error: unknown) => reject(networkError(error))
				);
			}
		);
		outgoing.on('error', (error) => reject(networkError(error)));
		outgoing.end(request.body);
	});
}

function readCapped(incoming: http.IncomingMessage, maxBytes: number): Promise<string> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let length = 0;
		const finish = () => resolve(Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'));
		incoming.on('data', (chunk: Buffer) => {
			chunks.push(chunk);
			length += chunk.length;
			if (length >= maxBytes) {
				finish();
				incoming.destroy();
			}
		});
		incoming.on('end', finish);
		incoming.on('error', reject);
	});
}

const orAbort = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
	new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason);
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});

function networkError(error: unknown): GuardedFetchError {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const isTls = /^(EPROTO|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code);
	return new GuardedFetchError(isTls ? 'tls_failed' : 'connection_failed', { cause: error });
}

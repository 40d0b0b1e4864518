import { loadConfig } from '$lib/server/platform';
import { UsageError } from './usage';

/** The options of every command that talks to a site over its public API. */
export const REMOTE_OPTIONS = { key: { type: 'string' }, host: { type: 'string' }, json: { type: 'boolean' } } as const;

/** What the API refused, or that it could not be reached. */
export class RemoteError extends Error {
	override readonly name = 'RemoteError';
	constructor(
		readonly code: string,
		message: string,
		readonly fix?: string
	) {
		super(message);
	}
}

export interface Remote {
	secretKey: string;
	host: string;
	/** The answer's JSON. Throws RemoteError. */
	call(path: string, request?: { method?: string; body?: unknown; signal?: AbortSignal }): Promise<unknown>;
}

/** The site and the key to call it with: `--key` or IDB_SECRET_KEY, `--host` or this installation's ORIGIN. */
export function openRemote(
	options: { key?: string | undefined; host?: string | undefined },
	env = process.env
): Remote {
	const secretKey = options.key ?? env.IDB_SECRET_KEY;
	if (!secretKey) throw new UsageError('Needs --key sk_…, or IDB_SECRET_KEY in the environment.');
	const host = (options.host ?? loadConfig(env).origin).replace(/\/$/, '');
	return {
		secretKey,
		host,
		async call(path, { method = 'GET', body, signal } = {}) {
			const response = await reach(`${host}${path}`, {
				method,
				headers: {
					authorization: `Bearer ${secretKey}`,
					...(body === undefined ? {} : { 'content-type': 'application/json' })
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
				...(signal ? { signal } : {})
			});
			const answer: unknown = await response.json().catch(() => null);
			if (response.ok) return answer;
			const { code, message, docUrl } = errorOf(answer);
			throw new RemoteError(code ?? 'UNEXPECTED_ANSWER', message ?? `${host} answered ${response.status}`, docUrl);
		}
	};
}

async function reach(url: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(url, init);
	} catch (error) {
		if (init.signal?.aborted) throw error;
		throw new RemoteError(
			'HOST_UNREACHABLE',
			`${new URL(url).origin} does not answer`,
			'start the site, or say --host'
		);
	}
}

function errorOf(answer: unknown): { code?: string; message?: string; docUrl?: string } {
	if (typeof answer !== 'object' || answer === null || !('error' in answer)) return {};
	const { error } = answer;
	return typeof error === 'object' && error !== null ? error : {};
}

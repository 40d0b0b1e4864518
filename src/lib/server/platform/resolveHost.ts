import { promises as dns } from 'node:dns';
import { isLocalName } from './urlPolicy';

/** All addresses of a name; throws when there is none. */
export type ResolveHost = (host: string, signal: AbortSignal) => Promise<string[]>;

const DNS_TIMEOUT_MS = 3_000;

interface NameServers {
	/** `address:port`; absent: those of this machine. */
	servers?: string[];
	timeoutMs?: number;
	/** The system's own way: hosts file, search domains. */
	lookup?: (host: string) => Promise<{ address: string }[]>;
}

/**
 * Asks DNS directly, and the system's resolver (hosts file, search domains) only where DNS has no answer. The system's
 * resolver blocks one of libuv's four threads for as long as a name server stays silent: asked first, a few dead names would
 * hold up every file read and every other delivery.
 */
export const resolverOf =
	({
		servers,
		timeoutMs = DNS_TIMEOUT_MS,
		lookup = (host) => dns.lookup(host, { all: true })
	}: NameServers = {}): ResolveHost =>
	async (host, signal) => {
		if (isLocalName(host)) return ['127.0.0.1', '::1'];
		const resolver = new dns.Resolver({ timeout: timeoutMs, tries: 2 });
		if (servers) resolver.setServers(servers);
		signal.addEventListener('abort', () => resolver.cancel(), { once: true });
		const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
		const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
		if (addresses.length > 0) return addresses;
		const silent = answers.find((answer) => answer.status === 'rejected' && isSilence(answer.reason));
		if (silent || signal.aborted) throw new Error('No name server answered');
		return (await lookup(host)).map(({ address }) => address);
	};

export const resolveHost = resolverOf();

const isSilence = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ETIMEOUT';

/** Pure. How often secrets may be tried, in any quarter of an hour: passwords, codes, links. */
import type { RateLimit } from './rateLimit';

const QUARTER_HOUR_MS = 15 * 60_000;
/** Looser than by account, because an office shares one address; still far too few to try a list of stolen passwords. */
const GUESSES_PER_ADDRESS = 100;
/** Guesses at one person's password that are evaluated at all; the next ones are refused unread. */
export const GUESSES_PER_ACCOUNT = 10;

/** Tries of one kind from where a request came. */
export const guessesFrom = (kind: string, address: string): RateLimit => ({
	name: `${kind}:address`,
	subject: addressGroup(address),
	limit: GUESSES_PER_ADDRESS,
	windowMs: QUARTER_HOUR_MS
});

/** Tries at one person's secret. */
export const guessesAt = (name: string, subject: string, limit: number): RateLimit => ({
	...{ name, subject, limit },
	windowMs: QUARTER_HOUR_MS
});

/** One household or office is one /64 in IPv6: counting single addresses there would count nothing. */
export function addressGroup(address: string): string {
	if (!address.includes(':')) return address;
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped?.[1]) return mapped[1];
	const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
	const before = head.split(':').filter(Boolean);
	const after = tail?.split(':').filter(Boolean) ?? [];
	const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
	return [...before, ...zeros, ...after].slice(0, 4).join(':').toLowerCase();
}

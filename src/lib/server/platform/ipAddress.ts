/** Pure. Reads IP addresses and says which of them are for anyone on the internet, which are this machine, which are neither. */
import { isIP, isIPv4 } from 'node:net';

export type AddressClass = 'public' | 'loopback' | 'reserved';

interface Range {
	bytes: Uint8Array;
	prefixBits: number;
}

/** Fail closed: what cannot be read is reserved. */
export function classifyAddress(address: string): AddressClass {
	const bytes = parseAddress(address);
	if (!bytes) return 'reserved';
	return bytes.length === 4 ? classifyV4(bytes) : classifyV6(bytes);
}

/** True when the address lies in one of the ranges (`10.1.0.0/16`, `fd00::/8`, or a single address). */
export function isInRanges(address: string, cidrs: readonly string[]): boolean {
	const bytes = parseAddress(address);
	if (!bytes) return false;
	return cidrs.some((cidr) => {
		const range = parseCidr(cidr);
		return range !== null && contains(range, bytes);
	});
}

/** `address/prefix` or an address alone; null for anything else. */
export function parseCidr(cidr: string): Range | null {
	const [address = '', prefix, ...rest] = cidr.split('/');
	const bytes = parseAddress(address);
	if (!bytes || rest.length > 0) return null;
	if (prefix === undefined) return { bytes, prefixBits: bytes.length * 8 };
	if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bytes.length * 8) return null;
	return { bytes, prefixBits: Number(prefix) };
}

/** Four or sixteen bytes; null when this is no literal address, or one with a zone (`fe80::1%eth0`). */
export function parseAddress(address: string): Uint8Array | null {
	if (isIPv4(address)) return Uint8Array.from(address.split('.'), Number);
	if (isIP(address) !== 6 || address.includes('%')) return null;
	const [head = '', tail] = withoutDottedEnd(address).split('::');
	const left = groups(head);
	const right = groups(tail ?? '');
	const all = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
	return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

const groups = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));

/** `::ffff:1.2.3.4` → `::ffff:102:304`. */
function withoutDottedEnd(address: string): string {
	const start = address.lastIndexOf(':') + 1;
	const end = address.slice(start);
	if (!isIPv4(end)) return address;
	const [a = 0, b = 0, c = 0, d = 0] = end.split('.').map(Number);
	return `${address.slice(0, start)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

/** IANA IPv4 special-purpose registry: everything in it that is not globally reachable, and multicast and class E. */
const RESERVED_V4 = ranges([
	'0.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10', // shared by carriers (RFC 6598); also one cloud's metadata service
	'169.254.0.0/16', // link-local, cloud metadata
	'172.16.0.0/12',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.88.99.0/24', // 6to4 relay anycast
	'192.168.0.0/16',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'224.0.0.0/4',
	'240.0.0.0/4',
	'168.63.129.16/32' // Azure's host service: a public number that answers only inside
]);
const LOOPBACK_V4 = ranges(['127.0.0.0/8']);

/** Only 2000::/3 is given out for the internet at large (RFC 4291 §2.4, IANA); inside it, these are not for anyone. */
const GLOBAL_V6 = ranges(['2000::/3']);
const RESERVED_V6 = ranges([
	'2001::/23', // IETF assignments: Teredo, benchmarking, ORCHID
	'2001:db8::/32',
	'2002::/16', // 6to4: hides any IPv4 address
	'3fff::/20'
]);
const LOOPBACK_V6 = ranges(['::1/128']);

function classifyV4(bytes: Uint8Array): AddressClass {
	if (LOOPBACK_V4.some((range) => contains(range, bytes))) return 'loopback';
	return RESERVED_V4.some((range) => contains(range, bytes)) ? 'reserved' : 'public';
}

/** v4-mapped, NAT64 and unique-local addresses all lie outside 2000::/3, so they are reserved without being named. */
function classifyV6(bytes: Uint8Array): AddressClass {
	if (LOOPBACK_V6.some((range) => contains(range, bytes))) return 'loopback';
	if (!GLOBAL_V6.some((range) => contains(range, bytes))) return 'reserved';
	return RESERVED_V6.some((range) => contains(range, bytes)) ? 'reserved' : 'public';
}

function contains(range: Range, bytes: Uint8Array): boolean {
	if (range.bytes.length !== bytes.length) return false;
	return range.bytes.every((byte, i) => {
		const bits = Math.min(8, Math.max(0, range.prefixBits - i * 8));
		const mask = (0xff << (8 - bits)) & 0xff;
		return (byte & mask) === ((bytes[i] ?? 0) & mask);
	});
}

function ranges(cidrs: readonly string[]): readonly Range[] {
	return cidrs.map((cidr) => {
		const range = parseCidr(cidr);
		if (!range) throw new Error(`Not a range: ${cidr}`);
		return range;
	});
}

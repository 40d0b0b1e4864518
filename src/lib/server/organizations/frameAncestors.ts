/** Pure. Who may frame the embedded page, in the words of CSP (W3C CSP3, frame-ancestors). */
import type { Environment } from '$lib/contract/slots';

/** The origins as given; without any, every https page, and in test a page of this machine. */
export function ancestorsOf(origins: readonly string[], environment: Environment): string {
	if (origins.length > 0) return origins.join(' ');
	return environment === 'test' ? 'https: http://localhost:* http://127.0.0.1:*' : 'https:';
}

/**
 * The origin as browsers write it, or null: https only, in test also http on localhost and 127.0.0.1. A path, a wildcard or a
 * user name is no origin; a slash at the end is forgiven.
 */
export function parseOrigin(text: string, environment: Environment): string | null {
	const trimmed = text.trim().replace(/\/$/, '');
	if (!URL.canParse(trimmed)) return null;
	const { origin, protocol, hostname } = new URL(trimmed);
	const local = environment === 'test' && (hostname === 'localhost' || hostname === '127.0.0.1');
	if (protocol !== 'https:' && !(protocol === 'http:' && local)) return null;
	if (hostname.includes('*')) return null;
	// What was given must be the origin and nothing else, a port that goes without saying aside.
	const said = trimmed.toLowerCase().replace(protocol === 'https:' ? /:443$/ : /:80$/, '');
	return said === origin || new URL(`${origin}/`).href === new URL(trimmed).href ? origin : null;
}

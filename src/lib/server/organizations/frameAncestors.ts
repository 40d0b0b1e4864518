/** Pure. Who may frame the embedded page, in the words of CSP (W3C CSP3, frame-ancestors). */
import type { Environment } from '$lib/contract/slots';
import { webOriginOf } from '$lib/contract/webOrigin';

/** The origins as given; without any, every https page, and in test a page of this machine. */
export function ancestorsOf(origins: readonly string[], environment: Environment): string {
	if (origins.length > 0) return origins.join(' ');
	return environment === 'test' ? 'https: http://localhost:* http://127.0.0.1:*' : 'https:';
}

/** The origin as browsers write it, or null: https only, in test also http on localhost and 127.0.0.1. */
export function parseOrigin(text: string, environment: Environment): string | null {
	const origin = webOriginOf(text.trim());
	if (origin === null) return null;
	const { protocol, hostname } = new URL(origin);
	const local = environment === 'test' && (hostname === 'localhost' || hostname === '127.0.0.1');
	return protocol === 'https:' || local ? origin : null;
}

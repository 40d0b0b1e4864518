/** Pure. Whether this site's address can have passkeys, and under which name. */
import { isIP } from 'node:net';
import { AppError, type Config } from '$lib/server/platform';

/** `insecure`: browsers offer passkeys on https and on localhost only. `address`: passkeys belong to names, not to IP addresses. */
export type PasskeyState = 'ok' | 'insecure' | 'address';

export interface PasskeyPlace {
	/** WebAuthn's RP ID: the host's name. A passkey works under the name for which it was made, and no other. */
	rpId: string;
	origin: string;
}

export function passkeyState({ origin }: Pick<Config, 'origin'>): PasskeyState {
	const { protocol, hostname } = new URL(origin);
	if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return 'address';
	const local = hostname === 'localhost' || hostname.endsWith('.localhost');
	return protocol === 'https:' || local ? 'ok' : 'insecure';
}

/** @throws VALIDATION_FAILED where this site's address can have none */
export function passkeyPlace(config: Pick<Config, 'origin'>): PasskeyPlace {
	const state = passkeyState(config);
	if (state !== 'ok') throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'origin', message: state }] });
	return { rpId: new URL(config.origin).hostname, origin: config.origin };
}

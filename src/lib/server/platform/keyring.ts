import { createHmac, randomBytes } from 'node:crypto';
import { rootsOf, watchRoots, type RootSource } from './rootKeyFile';
import { open, seal } from './seal';

/** Three levels: root key (a file) → session key (a column) → object key (a column beside its blob). */
export interface Keyring {
	/** A fresh session key and its wrapped form. `aad` names the session. */
	newKey(aad: string): { key: Buffer; wrapped: Buffer };
	unwrap(wrapped: Uint8Array, aad: string): Buffer;
	/** For the few secrets that outlive no session and are needed again: webhook secrets, idempotent answers. */
	seal(plaintext: Uint8Array, aad: string): Buffer;
	open(sealed: Uint8Array, aad: string): Buffer;
	/** What `newKey` wrapped, or `seal` sealed, under the root key of now; null where it is already. */
	renew(kind: 'key' | 'value', sealed: Uint8Array, aad: string): Buffer | null;
	/** HMAC key for values that must be signed, derived per purpose. The same for ever: a new root key changes none of them. */
	derive(purpose: string): Buffer;
}

/** One root key, as long as the process runs. */
export const createKeyring = (root: Buffer): Keyring => {
	const roots = rootsOf(root);
	return keyringOver({ roots: () => roots, refresh: () => roots });
};

/** The root key of a file, followed while it is replaced. Throws where it is missing. */
export const openKeyring = (file: string, options: { createIfMissing: boolean }): Keyring =>
	keyringOver(watchRoots(file, options));

function keyringOver(source: RootSource): Keyring {
	const sealNow = (plaintext: Uint8Array, aad: string) => seal(source.roots().current, plaintext, aad);
	/** With whichever root sealed it; where none of those known did, the file may hold a newer one. */
	function openAny(sealed: Uint8Array, aad: string): Buffer {
		const { current, previous } = source.roots();
		try {
			return open(current, sealed, aad);
		} catch (error) {
			const newest = source.refresh();
			for (const root of [previous, newest.current, newest.previous])
				if (root !== null && !root.equals(current)) {
					const opened = tryOpen(root, sealed, aad);
					if (opened !== null) return opened;
				}
			throw error;
		}
	}
	return {
		newKey(aad) {
			const key = randomBytes(32);
			return { key, wrapped: sealNow(key, `key|${aad}`) };
		},
		unwrap: (wrapped, aad) => openAny(wrapped, `key|${aad}`),
		seal: (plaintext, aad) => sealNow(plaintext, `value|${aad}`),
		open: (sealed, aad) => openAny(sealed, `value|${aad}`),
		renew(kind, sealed, aad) {
			const { current } = source.refresh();
			if (tryOpen(current, sealed, `${kind}|${aad}`) !== null) return null;
			return seal(current, openAny(sealed, `${kind}|${aad}`), `${kind}|${aad}`);
		},
		// The second half of HKDF (RFC 5869) for one block: 32 bytes.
		derive: (purpose) =>
			createHmac('sha256', source.roots().derivation).update(`idbeyond|${purpose}`).update(Buffer.of(1)).digest()
	};
}

function tryOpen(root: Buffer, sealed: Uint8Array, aad: string): Buffer | null {
	try {
		return open(root, sealed, aad);
	} catch {
		return null;
	}
}

import { randomBytes } from 'node:crypto';
import { open, seal } from '$lib/server/platform';

export interface SealedObject {
	/** What goes into the blob store. */
	sealed: Buffer;
	/** The object's own key, sealed with the session key: goes into the row beside the blob's key. */
	wrappedKey: Buffer;
}

/**
 * Seals one object (picture, heatmap) with a fresh key of its own, and that key with the session key. Losing the session
 * key loses all its objects. `aad` names where the object belongs, e.g. `artifact|{sessionId}|{artifactId}`.
 */
export function sealObject(sessionKey: Buffer, plaintext: Uint8Array, aad: string): SealedObject {
	const objectKey = randomBytes(32);
	const result = {
		sealed: seal(objectKey, plaintext, `object|${aad}`),
		wrappedKey: seal(sessionKey, objectKey, `objectKey|${aad}`)
	};
	objectKey.fill(0);
	return result;
}

/** Throws when the session key, the place (`aad`), the pair of parts or one bit is wrong. */
export function openObject(
	sessionKey: Buffer,
	object: { sealed: Uint8Array; wrappedKey: Uint8Array },
	aad: string
): Buffer {
	const objectKey = open(sessionKey, object.wrappedKey, `objectKey|${aad}`);
	const plaintext = open(objectKey, object.sealed, `object|${aad}`);
	objectKey.fill(0);
	return plaintext;
}

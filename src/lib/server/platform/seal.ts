import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM: version (1 byte) | nonce (12) | ciphertext | tag (16). The nonce is random; no key here seals anywhere near
 * 2^32 messages (SP 800-38D §8.3). `aad` binds the bytes to where they belong: moved elsewhere, they do not open.
 */
export function seal(key: Buffer, plaintext: Uint8Array, aad: string): Buffer {
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
	cipher.setAAD(Buffer.from(aad, 'utf8'));
	const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
	return Buffer.concat([Buffer.from([VERSION]), nonce, body, cipher.getAuthTag()]);
}

/** Throws when the key, the place (`aad`) or one bit is wrong. */
export function open(key: Buffer, sealed: Uint8Array, aad: string): Buffer {
	const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
	if (bytes.length < 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== VERSION) throw new Error('Not a sealed value');
	const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
	const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
	decipher.setAAD(Buffer.from(aad, 'utf8'));
	decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
	return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES, bytes.length - TAG_BYTES)), decipher.final()]);
}

export const sealJson = (key: Buffer, value: unknown, aad: string): Buffer =>
	seal(key, Buffer.from(JSON.stringify(value), 'utf8'), aad);

/** The caller knows what it sealed under this `aad`; GCM has proven that these are those bytes. */
export const openJson = <T>(key: Buffer, sealed: Uint8Array, aad: string): T =>
	JSON.parse(open(key, sealed, aad).toString('utf8')) as T;

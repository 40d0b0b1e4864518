/** Ed25519 signatures of this installation, one key a purpose, derived from the root key: there is nothing more to keep. */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Keyring } from './keyring';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SubjectPublicKeyInfo. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const signingKey = (keyring: Keyring, purpose: string): KeyObject =>
	createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, keyring.derive(purpose)]), format: 'der', type: 'pkcs8' });

/** The public half as 64 hex digits: whoever has it can verify without the installation. */
export const publicKeyOf = (keyring: Keyring, purpose: string): string =>
	createPublicKey(signingKey(keyring, purpose))
		.export({ format: 'der', type: 'spki' })
		.subarray(PUBLIC_PREFIX.length)
		.toString('hex');

/** 128 hex digits. */
export const signAs = (keyring: Keyring, purpose: string, bytes: Buffer): string =>
	sign(null, bytes, signingKey(keyring, purpose)).toString('hex');

/** Whether this key (64 hex digits) signed these bytes; whose key that is, is another question. */
export function isSignedBy(publicKey: string, signature: string, bytes: Buffer): boolean {
	try {
		const key = createPublicKey({
			key: Buffer.concat([PUBLIC_PREFIX, Buffer.from(publicKey, 'hex')]),
			format: 'der',
			type: 'spki'
		});
		return verify(null, bytes, key, Buffer.from(signature, 'hex'));
	} catch {
		// Not a point of the curve: nobody's key.
		return false;
	}
}

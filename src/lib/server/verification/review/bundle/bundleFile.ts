/**
 * The decision bundle as a file: one JSON object whose first three members are written exactly so, the signature over every byte of
 * the fourth. Strict on purpose: a byte that is not part of `content` has one allowed value, so that no change goes unseen.
 */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Keyring } from '$lib/server/platform';

export const BUNDLE_FORMAT = 'idbeyond-decision-bundle-1';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SubjectPublicKeyInfo. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const OPENING = new RegExp(
	`^\\{\\n"format":"${BUNDLE_FORMAT}",\\n"publicKey":"([0-9a-f]{64})",\\n"signature":"([0-9a-f]{128})",\\n"content":`
);
const CLOSING = '\n}\n';

/** The installation's signing key: derived from the root key, so that there is nothing more to keep. */
const signingKey = (keyring: Keyring): KeyObject =>
	createPrivateKey({
		key: Buffer.concat([PRIVATE_PREFIX, keyring.derive('decision bundle')]),
		format: 'der',
		type: 'pkcs8'
	});

/** Its public half as 64 hex digits: whoever has it can verify a bundle without the installation. */
export const bundlePublicKey = (keyring: Keyring): string =>
	createPublicKey(signingKey(keyring))
		.export({ format: 'der', type: 'spki' })
		.subarray(PUBLIC_PREFIX.length)
		.toString('hex');

export function sealBundle(keyring: Keyring, content: object): Buffer {
	const body = Buffer.from(JSON.stringify(content, null, '\t'));
	const signature = sign(null, body, signingKey(keyring)).toString('hex');
	const opening = `{\n"format":"${BUNDLE_FORMAT}",\n"publicKey":"${bundlePublicKey(keyring)}",\n"signature":"${signature}",\n"content":`;
	return Buffer.concat([Buffer.from(opening), body, Buffer.from(CLOSING)]);
}

export interface OpenedBundle {
	publicKey: string;
	content: Buffer;
	/** Whether `publicKey` signed `content`; whose key that is, is another question. */
	signed: boolean;
}

/** Null where the file has not the form of a bundle. */
export function openBundle(bytes: Buffer): OpenedBundle | null {
	// Latin 1 keeps one character a byte: places in the text are places in the file.
	const text = bytes.toString('latin1');
	const opening = OPENING.exec(text);
	if (!opening || !text.endsWith(CLOSING)) return null;
	const [head, publicKey = '', signature = ''] = opening;
	const content = bytes.subarray(head.length, bytes.length - CLOSING.length);
	return { publicKey, content, signed: isSigned(publicKey, signature, content) };
}

function isSigned(publicKey: string, signature: string, content: Buffer): boolean {
	try {
		const key = createPublicKey({
			key: Buffer.concat([PUBLIC_PREFIX, Buffer.from(publicKey, 'hex')]),
			format: 'der',
			type: 'spki'
		});
		return verify(null, content, key, Buffer.from(signature, 'hex'));
	} catch {
		// Not a point of the curve: nobody's key.
		return false;
	}
}

/**
 * The decision bundle as a file: one JSON object whose first three members are written exactly so, the signature over every byte of
 * the fourth. Strict on purpose: a byte that is not part of `content` has one allowed value, so that no change goes unseen.
 */
import { isSignedBy, publicKeyOf, signAs, type Keyring } from '$lib/server/platform';

export const BUNDLE_FORMAT = 'idbeyond-decision-bundle-1';

const PURPOSE = 'decision bundle';

const OPENING = new RegExp(
	`^\\{\\n"format":"${BUNDLE_FORMAT}",\\n"publicKey":"([0-9a-f]{64})",\\n"signature":"([0-9a-f]{128})",\\n"content":`
);
const CLOSING = '\n}\n';

/** The public half of the installation's key as 64 hex digits: whoever has it can verify a bundle without the installation. */
export const bundlePublicKey = (keyring: Keyring): string => publicKeyOf(keyring, PURPOSE);

export function sealBundle(keyring: Keyring, content: object): Buffer {
	const body = Buffer.from(JSON.stringify(content, null, '\t'));
	const signature = signAs(keyring, PURPOSE, body);
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
	return { publicKey, content, signed: isSignedBy(publicKey, signature, content) };
}

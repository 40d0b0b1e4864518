/** Pure. Whether a bundle is, byte for byte, what an installation signed. */
import { createHash } from 'node:crypto';
import { BundleContent } from './bundleContent';
import { openBundle } from './bundleFile';

export interface BundleProblem {
	/**
	 * `not_a_bundle`: the file has not the form of one, or what stands around its content was changed. `signature_invalid`: content,
	 * signature or key were changed. `key_unknown`: signed, but not by the key that was asked for. `content_unreadable`: signed, but not
	 * what this version writes. `picture_altered`: a picture's bytes are not those of its SHA-256. `picture_missing`: it could not be read
	 * when the bundle was made.
	 */
	kind:
		'not_a_bundle' | 'signature_invalid' | 'key_unknown' | 'content_unreadable' | 'picture_altered' | 'picture_missing';
	artifactId: string | null;
}

export interface BundleReport {
	problems: BundleProblem[];
	publicKey: string | null;
	/** Null where nothing in the file can be believed. */
	content: BundleContent | null;
	/** Pictures whose bytes are in the file. */
	picturesInside: number;
}

/** @param expectedKey public key, 64 hex digits, of the installation that must have signed */
export function verifyBundle(bytes: Buffer, expectedKey: string): BundleReport {
	const opened = openBundle(bytes);
	if (!opened) return refused('not_a_bundle', null);
	const { publicKey, content, signed } = opened;
	if (!signed) return refused('signature_invalid', publicKey);
	if (publicKey !== expectedKey.toLowerCase()) return refused('key_unknown', publicKey);
	const parsed = parse(content);
	if (!parsed) return refused('content_unreadable', publicKey);
	const inside = parsed.pictures.filter((picture) => picture.bytes !== undefined);
	const problems = parsed.pictures.flatMap(({ artifactId, sha256, byteLength, bytes: base64 }): BundleProblem[] => {
		if (sha256 === null) return [{ kind: 'picture_missing', artifactId }];
		if (base64 === undefined) return [];
		const picture = Buffer.from(base64, 'base64');
		const same = picture.length === byteLength && createHash('sha256').update(picture).digest('hex') === sha256;
		return same ? [] : [{ kind: 'picture_altered', artifactId }];
	});
	return { problems, publicKey, content: parsed, picturesInside: inside.length };
}

const refused = (kind: BundleProblem['kind'], publicKey: string | null): BundleReport => ({
	...{ problems: [{ kind, artifactId: null }], publicKey, content: null, picturesInside: 0 }
});

function parse(content: Buffer): BundleContent | null {
	try {
		return BundleContent.parse(JSON.parse(content.toString('utf8')));
	} catch {
		return null;
	}
}

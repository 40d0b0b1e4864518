/** Pure. What a JPEG says about the program that wrote it, without decoding it. */
import { createHash } from 'node:crypto';

export interface JpegMarks {
	/** Of all quantisation tables: frames of one canvas, encoded alike, share it. */
	tables: string;
	/** Encoders of videos and pictures sign with a comment; a browser's canvas writes none. */
	hasComment: boolean;
}

/** Reads the segments before the scan. Null where the bytes are no JPEG. Never throws. */
export function jpegMarks(bytes: Uint8Array): JpegMarks | null {
	if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
	const tables = createHash('sha256');
	let hasComment = false;
	let at = 2;
	while (at + 4 <= bytes.length) {
		const marker = bytes[at + 1] ?? 0;
		const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
		if (bytes[at] !== 0xff || length < 2) return null;
		if (marker === START_OF_SCAN) return { tables: tables.digest('hex').slice(0, 16), hasComment };
		if (marker === QUANTISATION) tables.update(bytes.subarray(at + 4, at + 2 + length));
		if (marker === COMMENT) hasComment = true;
		at += 2 + length;
	}
	return null;
}

/** ITU-T T.81, table B.1. */
const QUANTISATION = 0xdb;
const START_OF_SCAN = 0xda;
const COMMENT = 0xfe;

/** Pure. The frames of one burst and what was said of them, as the one sealed blob that is stored. */
import type { LivenessBurst } from '$lib/contract/liveness';

export interface BurstFile {
	times: LivenessBurst['frames'];
	camera: string | null;
	/** These very frames answered another challenge of the organization. */
	replayed: boolean;
	frames: Uint8Array[];
}

type Header = Omit<BurstFile, 'frames'> & { lengths: number[] };

/** Media type of such a blob: our own, never served. */
export const BURST_MEDIA_TYPE = 'application/vnd.idbeyond.burst';

/** Length of the header (4 bytes, big endian), the header as JSON, then the frames end to end. */
export function packBurst({ frames, ...rest }: BurstFile): Buffer {
	const header = Buffer.from(JSON.stringify({ ...rest, lengths: frames.map(({ length }) => length) } satisfies Header));
	const length = Buffer.alloc(4);
	length.writeUInt32BE(header.length);
	return Buffer.concat([length, header, ...frames]);
}

/** Reads what packBurst wrote; the seal has proven that these are its bytes. */
export function unpackBurst(bytes: Buffer): BurstFile {
	const start = 4 + bytes.readUInt32BE(0);
	const { lengths, ...rest } = JSON.parse(bytes.toString('utf8', 4, start)) as Header;
	let at = start;
	const frames = lengths.map((length) => bytes.subarray(at, (at += length)));
	return { ...rest, frames };
}

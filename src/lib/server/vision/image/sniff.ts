export const FILE_KINDS = ['jpeg', 'png', 'webp', 'pdf', 'heic', 'avif', 'svg', 'tiff', 'gif', 'bmp'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export const MEDIA_TYPES = {
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	pdf: 'application/pdf',
	heic: 'image/heic',
	avif: 'image/avif',
	svg: 'image/svg+xml',
	tiff: 'image/tiff',
	gif: 'image/gif',
	bmp: 'image/bmp'
} as const satisfies Record<FileKind, string>;

/** Says what a file is by its first bytes; a name or a Content-Type is a claim, not a fact. Null when it is none of FILE_KINDS. */
export function sniffFile(bytes: Uint8Array): FileKind | null {
	if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
	if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
	if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
	if (ascii(bytes, 0, 3) === 'GIF') return 'gif';
	if (startsWith(bytes, [0x49, 0x49, 0x2a, 0]) || startsWith(bytes, [0x4d, 0x4d, 0, 0x2a])) return 'tiff';
	if (ascii(bytes, 0, 2) === 'BM') return 'bmp';
	if (ascii(bytes, 4, 8) === 'ftyp') return isoBrand(ascii(bytes, 8, 12));
	const head = ascii(bytes, 0, TEXT_HEAD_BYTES);
	// ISO 32000-1, annex H (implementation note 13): readers accept the header anywhere in the first 1024 bytes.
	if (head.includes('%PDF-')) return 'pdf';
	return /<svg[\s>]/i.test(head) ? 'svg' : null;
}

const TEXT_HEAD_BYTES = 1024;

function isoBrand(brand: string): FileKind | null {
	if (['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'].includes(brand)) return 'heic';
	return brand === 'avif' || brand === 'avis' ? 'avif' : null;
}

const startsWith = (bytes: Uint8Array, prefix: readonly number[]): boolean =>
	prefix.every((byte, index) => bytes[index] === byte);

const ascii = (bytes: Uint8Array, start: number, end: number): string =>
	String.fromCharCode(...bytes.subarray(start, end));

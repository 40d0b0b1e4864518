import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { decodeImage } from '$lib/server/vision/image';
import type { RgbImage } from '$lib/server/vision/types';
import { UsageError } from './usage';

/** Where the caller stands: npm changes into the project and leaves the caller's folder in INIT_CWD. */
export const callersFolder = (): string => process.env.INIT_CWD ?? process.cwd();

export type InputCode = 'FILE_UNREADABLE' | 'IMAGE_UNREADABLE' | 'IMAGE_TYPE_UNSUPPORTED';
export type Picture = { ok: true; image: RgbImage; bytes: Uint8Array } | { ok: false; code: InputCode };

/** A file's bytes, or null where it cannot be read. Relative paths start at `folder`. */
export async function readBytes(file: string, folder: string = callersFolder()): Promise<Uint8Array | null> {
	return readFile(resolve(folder, file)).catch(() => null);
}

/** A decoded, upright picture; never throws for what is in the file. */
export async function readPicture(file: string, folder: string = callersFolder()): Promise<Picture> {
	const bytes = await readBytes(file, folder);
	if (bytes === null) return { ok: false, code: 'FILE_UNREADABLE' };
	const decoded = await decodeImage(bytes);
	return decoded.ok ? { ok: true, image: decoded.image, bytes } : { ok: false, code: decoded.code };
}

export interface Listing {
	/** Folder that the paths inside the file start at. */
	folder: string;
	lines: string[];
}

/** A pairs or manifest file: its lines that are not empty. Throws UsageError where it cannot be read. */
export async function readListing(file: string): Promise<Listing> {
	const path = isAbsolute(file) ? file : resolve(callersFolder(), file);
	const text = await readFile(path, 'utf8').catch(() => {
		throw new UsageError(`Cannot read ${file}`);
	});
	return { folder: dirname(path), lines: text.split(/\r?\n/).filter((line) => line.trim() !== '') };
}

import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore } from './blobStore';

const KEY = /^[a-z0-9-]{1,120}$/;
/** A draft this old belongs to a process that died while writing it. */
const DRAFT_LIFE_MS = 60 * 60 * 1000;

/**
 * Blobs as files under `dir`, spread over 65,536 folders by the hash of their key. A blob is written to a draft, synced,
 * then linked to its name: a reader sees all of it or nothing, and an existing name is never overwritten.
 */
export function openLocalDisk(dir: string): BlobStore {
	const drafts = join(dir, '.drafts');
	mkdirSync(drafts, { recursive: true, mode: 0o700 });
	removeOldDrafts(drafts);

	return {
		async put(key, sealed) {
			const file = pathOf(dir, key);
			const draft = join(drafts, randomUUID());
			try {
				await writeSynced(draft, sealed);
				await makeFolder(dir, dirname(file));
				await link(draft, file).catch((error: unknown) => {
					throw codeOf(error) === 'EEXIST' ? new Error('A blob with this key exists already', { cause: error }) : error;
				});
				await syncFolder(dirname(file));
			} finally {
				await unlinkIfThere(draft);
			}
		},
		async get(key) {
			try {
				return await readFile(pathOf(dir, key));
			} catch (error) {
				if (codeOf(error) === 'ENOENT') return null;
				throw error;
			}
		},
		async delete(key) {
			const file = pathOf(dir, key);
			if (await unlinkIfThere(file)) await syncFolder(dirname(file));
		}
	};
}

/** Throws on a key that is not lower-case letters, digits and dashes: no key can leave the folder. */
function pathOf(dir: string, key: string): string {
	if (!KEY.test(key)) throw new Error('Not a blob key');
	const hash = createHash('sha256').update(key).digest('hex');
	return join(dir, hash.slice(0, 2), hash.slice(2, 4), key);
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
	const handle = await open(file, 'wx', 0o600);
	try {
		await handle.writeFile(bytes);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** The folder's name is itself an entry of its parent: both are synced, or a power cut could lose the way to the file. */
async function makeFolder(root: string, folder: string): Promise<void> {
	const made = await mkdir(folder, { recursive: true, mode: 0o700 });
	if (made === undefined) return;
	for (let parent = dirname(folder); parent.length >= root.length; parent = dirname(parent)) await syncFolder(parent);
}

async function syncFolder(folder: string): Promise<void> {
	// Windows cannot open a folder for syncing; NTFS journals its own entries.
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

async function unlinkIfThere(file: string): Promise<boolean> {
	try {
		await unlink(file);
		return true;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return false;
		throw error;
	}
}

function removeOldDrafts(drafts: string): void {
	for (const name of readdirSync(drafts)) {
		const file = join(drafts, name);
		const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
		if (age > DRAFT_LIFE_MS) unlinkSync(file);
	}
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Files that are whole or not there, and stay after a power cut. */
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Copies at a time: enough to keep a disk busy. */
const PARALLEL = 16;

export async function syncPath(path: string): Promise<void> {
	// Windows cannot open a folder for syncing; NTFS journals its own entries.
	if (process.platform === 'win32' && (await stat(path)).isDirectory()) return;
	const handle = await open(path, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Writes beside the file first, so that its name only ever stands for a whole one. Readable by its owner alone. */
export async function writeWhole(file: string, text: string): Promise<void> {
	await mkdir(dirname(file), { recursive: true, mode: 0o700 });
	const draft = `${file}.new`;
	const handle = await open(draft, 'w', 0o600);
	try {
		await handle.writeFile(text);
		await handle.sync();
	} finally {
		await handle.close();
	}
	await rename(draft, file);
	await syncPath(dirname(file));
}

/** Every file below the folder, as paths from it; hidden folders (drafts) are left out. Empty where there is no folder. */
export async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
		throw error;
	});
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)))
		.filter((path) => !path.startsWith('.'))
		.sort();
}

/** Makes `to` hold what `from` holds. Files never change once written: those that are there already stay, those gone go. */
export async function mirror(from: string, to: string): Promise<{ copied: number; removed: number; files: number }> {
	const wanted = await filesBelow(from);
	const there = new Set(await filesBelow(to));
	const missing = wanted.filter((path) => !there.has(path));
	const keep = new Set(wanted);
	const extra = [...there].filter((path) => !keep.has(path));
	const folders = new Set<string>();
	let copied = 0;
	await inParallel(missing, async (path) => {
		if (!(await copySynced(join(from, path), join(to, path)))) return;
		copied += 1;
		folders.add(dirname(join(to, path)));
	});
	await inParallel(extra, (path) => unlink(join(to, path)));
	await inParallel([...folders], syncPath);
	return { copied, removed: extra.length, files: wanted.length };
}

/** False where the file has gone meanwhile: it was erased. */
async function copySynced(from: string, to: string): Promise<boolean> {
	await mkdir(dirname(to), { recursive: true, mode: 0o700 });
	const draft = `${to}.new`;
	try {
		await copyFile(from, draft, constants.COPYFILE_FICLONE);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
		throw error;
	}
	await syncPath(draft);
	await rename(draft, to);
	return true;
}

async function inParallel<T>(items: T[], work: (item: T) => Promise<unknown>): Promise<void> {
	const queue = items[Symbol.iterator]();
	await Promise.all(
		Array.from({ length: PARALLEL }, async () => {
			for (const item of queue) await work(item);
		})
	);
}

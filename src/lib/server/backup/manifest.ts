import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BackupError } from './backupError';
import { writeWhole } from './durableFiles';

/** What a backup folder says about itself; written last, so that it only ever names what is whole. */
const Manifest = z.object({
	version: z.literal(1),
	createdAt: z.iso.datetime(),
	database: z.object({ file: z.string().regex(/^database-[\w.-]+\.db$/), sha256: z.string(), bytes: z.number() }),
	sessions: z.number().int(),
	pictures: z.number().int(),
	/** Pictures that the database names, and that were erased while it was copied. */
	erasedMeanwhile: z.array(z.string()).default([])
});
export type Manifest = z.infer<typeof Manifest>;

/** Wrapped session keys, apart from what they open: forgetting one here is what makes an erasure reach the backup. */
const SessionKeys = z.object({
	version: z.literal(1),
	createdAt: z.iso.datetime(),
	/** Session id → key, sealed under the root key, in base64. */
	keys: z.record(z.string(), z.base64())
});
export type SessionKeys = z.infer<typeof SessionKeys>;

export const MANIFEST = 'manifest.json';
export const KEYS = 'session-keys.json';

export const writeManifest = (folder: string, manifest: Manifest): Promise<void> =>
	writeWhole(join(folder, MANIFEST), `${JSON.stringify(manifest, null, '\t')}\n`);

export const writeKeys = (folder: string, keys: SessionKeys): Promise<void> =>
	writeWhole(join(folder, KEYS), `${JSON.stringify(keys)}\n`);

export const readManifest = (folder: string): Promise<Manifest> => readJson(join(folder, MANIFEST), Manifest);
export const readKeys = (folder: string): Promise<SessionKeys> => readJson(join(folder, KEYS), SessionKeys);

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
	const text = await readFile(file, 'utf8').catch(() => {
		throw new BackupError('BACKUP_MISSING', `${file} cannot be read`);
	});
	try {
		return schema.parse(JSON.parse(text));
	} catch {
		throw new BackupError('BACKUP_DAMAGED', `${file} is not as it was written`);
	}
}

/** SHA-256 of a file in hex. */
export async function hashFile(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
	return hash.digest('hex');
}

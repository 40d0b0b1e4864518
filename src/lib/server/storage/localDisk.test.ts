import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { testBlobStoreContract } from './blobStore.contract';
import { openLocalDisk } from './localDisk';

const root = mkdtempSync(join(tmpdir(), 'blobs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const freshDir = () => mkdtempSync(join(root, 'store-'));

testBlobStoreContract('the local disk', () => openLocalDisk(freshDir()));

describe('the local disk', () => {
	it('still has the bytes after it is opened again', async () => {
		const dir = freshDir();
		await openLocalDisk(dir).put('kept', Buffer.from('x'));
		expect((await openLocalDisk(dir).get('kept'))?.toString()).toBe('x');
	});

	it('leaves no draft behind, neither after a put nor after a refused one', async () => {
		const dir = freshDir();
		const blobs = openLocalDisk(dir);
		await blobs.put('one', Buffer.from('x'));
		await expect(blobs.put('one', Buffer.from('y'))).rejects.toThrow();
		expect(readdirSync(join(dir, '.drafts'))).toEqual([]);
	});

	it.skipIf(process.platform === 'win32')('lets only its own user read blobs', async () => {
		const dir = freshDir();
		await openLocalDisk(dir).put('private', Buffer.from('x'));
		const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
		expect(files.map((file) => statSync(join(file.parentPath, file.name)).mode & 0o777)).toEqual([0o600]);
	});

	it('removes drafts of writers that died long ago, and no others', async () => {
		const dir = freshDir();
		openLocalDisk(dir);
		writeFileSync(join(dir, '.drafts', 'old'), 'x');
		writeFileSync(join(dir, '.drafts', 'young'), 'x');
		const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
		utimesSync(join(dir, '.drafts', 'old'), twoHoursAgo, twoHoursAgo);
		openLocalDisk(dir);
		expect(readdirSync(join(dir, '.drafts'))).toEqual(['young']);
	});
});

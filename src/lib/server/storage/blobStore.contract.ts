import { beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore } from './blobStore';

/** What every BlobStore promises. Run it from the test file of each implementation with a fresh, empty store. */
export function testBlobStoreContract(name: string, openEmpty: () => Promise<BlobStore> | BlobStore): void {
	describe(`${name} keeps the promises of a BlobStore`, () => {
		let blobs: BlobStore;
		beforeEach(async () => {
			blobs = await openEmpty();
		});

		it('gives back exactly the bytes that were put, zeros and all', async () => {
			const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256));
			await blobs.put('a-1', bytes);
			expect((await blobs.get('a-1'))?.equals(bytes)).toBe(true);
		});

		it('keeps an empty blob apart from no blob', async () => {
			await blobs.put('empty', Buffer.alloc(0));
			expect(await blobs.get('empty')).toHaveLength(0);
			expect(await blobs.get('never-put')).toBeNull();
		});

		it('refuses to overwrite, and keeps the first bytes', async () => {
			await blobs.put('once', Buffer.from('first'));
			await expect(blobs.put('once', Buffer.from('second'))).rejects.toThrow('exists already');
			expect((await blobs.get('once'))?.toString()).toBe('first');
		});

		it('lets exactly one of many concurrent puts of a key win', async () => {
			const tries = await Promise.allSettled(
				Array.from({ length: 20 }, (_, i) => blobs.put('race', Buffer.from(`writer ${i}`)))
			);
			const winner = tries.findIndex((outcome) => outcome.status === 'fulfilled');
			expect(tries.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
			expect((await blobs.get('race'))?.toString()).toBe(`writer ${winner}`);
		});

		it('forgets what is deleted, and takes the deletion of nothing', async () => {
			await blobs.put('gone', Buffer.from('x'));
			await blobs.delete('gone');
			await blobs.delete('gone');
			expect(await blobs.get('gone')).toBeNull();
			await blobs.put('gone', Buffer.from('y'));
			expect((await blobs.get('gone'))?.toString()).toBe('y');
		});

		it.each(['', '../up', 'a/b', 'a\\b', '.', '..', 'A', 'a.b', 'a\0', 'a\n', 'ä', 'x'.repeat(121), '%2e%2e'])(
			'refuses the key %j in every call',
			async (key) => {
				await expect(blobs.put(key, Buffer.from('x'))).rejects.toThrow('Not a blob key');
				await expect(blobs.get(key)).rejects.toThrow('Not a blob key');
				await expect(blobs.delete(key)).rejects.toThrow('Not a blob key');
			}
		);
	});
}

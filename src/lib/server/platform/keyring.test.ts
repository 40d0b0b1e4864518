import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyring, loadRootKey } from './keyring';

const run = async (script: string) => (await promisify(execFile)(process.execPath, [script])).stdout;

describe('keyring', () => {
	let dir: string;
	beforeEach(() => {
		dir = mkdtempSync(join(tmpdir(), 'idb-keyring-'));
	});
	afterEach(() => rmSync(dir, { recursive: true, force: true }));

	it('makes the root key once, readable by its owner alone, and reads the same one ever after', () => {
		const file = join(dir, 'keys', 'root.key');
		const first = loadRootKey(file, { createIfMissing: true });
		expect(loadRootKey(file, { createIfMissing: true }).equals(first)).toBe(true);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readdirSync(join(dir, 'keys'))).toEqual(['root.key']);
	});

	it('gives every process that starts at once the same key', async () => {
		const file = join(dir, 'root.key');
		const script = join(dir, 'start.mjs');
		const entry = fileURLToPath(new URL('./keyring.ts', import.meta.url));
		await build({
			configFile: false,
			logLevel: 'silent',
			build: {
				ssr: entry,
				outDir: dir,
				emptyOutDir: false,
				rollupOptions: { output: { entryFileNames: 'keyring.mjs' } }
			}
		});
		const start = `process.stdout.write(loadRootKey(${JSON.stringify(file)}, { createIfMissing: true }).toString('hex'))`;
		writeFileSync(script, `import { loadRootKey } from './keyring.mjs';\n${start}`);
		const keys = await Promise.all(Array.from({ length: 8 }, () => run(script)));
		expect(new Set(keys).size).toBe(1);
		expect(keys[0]).toBe(loadRootKey(file, { createIfMissing: false }).toString('hex'));
	});

	it('stops where the key is lost or damaged, and replaces neither', () => {
		const file = join(dir, 'root.key');
		expect(() => loadRootKey(file, { createIfMissing: false })).toThrow('root key is missing');
		writeFileSync(file, 'short');
		expect(() => loadRootKey(file, { createIfMissing: true })).toThrow('64 hex digits');
	});

	it('opens a wrapped key only with the same root and in the same place', () => {
		const [one, other] = [createKeyring(Buffer.alloc(32, 1)), createKeyring(Buffer.alloc(32, 2))];
		const { key, wrapped } = one.newKey('session|a');
		expect(one.unwrap(wrapped, 'session|a').equals(key)).toBe(true);
		expect(() => one.unwrap(wrapped, 'session|b')).toThrow();
		expect(() => other.unwrap(wrapped, 'session|a')).toThrow();
		const flipped = Buffer.from(wrapped);
		flipped.writeUInt8(flipped.readUInt8(20) ^ 1, 20);
		expect(() => one.unwrap(flipped, 'session|a')).toThrow();
	});
});

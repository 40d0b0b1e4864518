import { execFile } from 'node:child_process';
import { hkdfSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyring, openKeyring } from './keyring';
import { derivationOf, loadRoots, readRoots, replaceRoots } from './rootKeyFile';

const run = async (script: string) => (await promisify(execFile)(process.execPath, [script])).stdout;

describe('keyring', () => {
	let dir: string;
	beforeEach(() => {
		dir = mkdtempSync(join(tmpdir(), 'idb-keyring-'));
	});
	afterEach(() => rmSync(dir, { recursive: true, force: true }));

	it('makes the root key once, readable by its owner alone, and reads the same one ever after', () => {
		const file = join(dir, 'keys', 'root.key');
		const first = loadRoots(file, { createIfMissing: true });
		expect(loadRoots(file, { createIfMissing: true })).toEqual(first);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readdirSync(join(dir, 'keys'))).toEqual(['root.key']);
	});

	it('gives every process that starts at once the same key', async () => {
		const file = join(dir, 'root.key');
		const script = join(dir, 'start.mjs');
		const entry = fileURLToPath(new URL('./rootKeyFile.ts', import.meta.url));
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
		const start = `process.stdout.write(loadRoots(${JSON.stringify(file)}, { createIfMissing: true }).current.toString('hex'))`;
		writeFileSync(script, `import { loadRoots } from './keyring.mjs';\n${start}`);
		const keys = await Promise.all(Array.from({ length: 8 }, () => run(script)));
		expect(new Set(keys).size).toBe(1);
		expect(keys[0]).toBe(loadRoots(file, { createIfMissing: false }).current.toString('hex'));
	});

	it('stops where the key is lost or damaged, and replaces neither', () => {
		const file = join(dir, 'root.key');
		expect(() => loadRoots(file, { createIfMissing: false })).toThrow('root key is missing');
		writeFileSync(file, 'short');
		expect(() => loadRoots(file, { createIfMissing: true })).toThrow('64 hex digits');
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

	it('opens what either root sealed while one is replaced, by a process that does not know of it yet too', () => {
		const file = join(dir, 'root.key');
		const [running, other] = [1, 2].map(() => openKeyring(file, { createIfMissing: true }));
		if (!running || !other) throw new Error('two processes');
		const before = running.seal(Buffer.from('before'), 'a');
		const wrapped = running.newKey('session|a');
		const old = readRoots(file);
		replaceRoots(file, { ...old, current: Buffer.alloc(32, 9), previous: old.current, since: 0 });
		const renewed = other.renew('value', before, 'a');
		expect(renewed && running.open(renewed, 'a').toString()).toBe('before');
		expect(renewed && other.renew('value', renewed, 'a')).toBeNull();
		for (const keyring of [running, other, openKeyring(file, { createIfMissing: false })]) {
			expect(keyring.open(before, 'a').toString()).toBe('before');
			expect(keyring.unwrap(wrapped.wrapped, 'session|a').equals(wrapped.key)).toBe(true);
			expect(() => keyring.open(before, 'b')).toThrow();
		}
		replaceRoots(file, { ...readRoots(file), previous: null, since: null });
		const after = openKeyring(file, { createIfMissing: false });
		expect(renewed && after.open(renewed, 'a').toString()).toBe('before');
		expect(() => after.open(before, 'a')).toThrow();
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readdirSync(dir)).toEqual(['root.key']);
	});

	it('derives the same keys whatever becomes of the root key, from what the first root does not follow from', () => {
		const file = join(dir, 'root.key');
		const derived = () => openKeyring(file, { createIfMissing: true }).derive('audit chain').toString('hex');
		const first = derived();
		const root = readRoots(file).current;
		expect(first).toBe(
			Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), 'idbeyond|audit chain', 32)).toString('hex')
		);
		for (const fill of [3, 4]) {
			const old = readRoots(file);
			replaceRoots(file, { ...old, current: Buffer.alloc(32, fill), previous: old.current, since: 0 });
			replaceRoots(file, { ...readRoots(file), previous: null, since: null });
			expect(derived()).toBe(first);
		}
		expect(readFileSync(file, 'utf8')).not.toContain(root.toString('hex'));
		expect(readFileSync(file, 'utf8')).toContain(`derive ${derivationOf(root).toString('hex')}`);
	});
});

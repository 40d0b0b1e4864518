import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { open, seal } from './seal';

/** Three levels: root key (this file) → session key (a column) → object key (a column beside its blob). */
export interface Keyring {
	/** A fresh session key and its wrapped form. `aad` names the session. */
	newKey(aad: string): { key: Buffer; wrapped: Buffer };
	unwrap(wrapped: Uint8Array, aad: string): Buffer;
	/** For the few secrets that outlive no session and are needed again: webhook secrets, idempotent answers. */
	seal(plaintext: Uint8Array, aad: string): Buffer;
	open(sealed: Uint8Array, aad: string): Buffer;
	/** HMAC key for values that must be signed, derived per purpose. */
	derive(purpose: string): Buffer;
}

export function createKeyring(root: Buffer): Keyring {
	if (root.length !== 32) throw new Error('The root key must be 32 bytes');
	return {
		newKey(aad) {
			const key = randomBytes(32);
			return { key, wrapped: seal(root, key, `key|${aad}`) };
		},
		unwrap: (wrapped, aad) => open(root, wrapped, `key|${aad}`),
		seal: (plaintext, aad) => seal(root, plaintext, `value|${aad}`),
		open: (sealed, aad) => open(root, sealed, `value|${aad}`),
		derive: (purpose) => Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `idbeyond|${purpose}`, 32))
	};
}

/**
 * Reads the root key file; makes it (mode 0600) only when told that this is a first start. Site and worker start together: the
 * file appears whole and once (`link` refuses what is there), and whoever came second reads the other's key.
 */
export function loadRootKey(file: string, options: { createIfMissing: boolean }): Buffer {
	if (!existsSync(file)) {
		if (!options.createIfMissing) throw new Error(`The root key is missing: ${file}. Restore it from its backup.`);
		createRootKey(file);
	}
	const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
	if (key.length !== 32) throw new Error(`The root key file does not hold 64 hex digits: ${file}`);
	return key;
}

function createRootKey(file: string): void {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	const draft = `${file}.${process.pid}.new`;
	writeFileSync(draft, randomBytes(32).toString('hex') + '\n', { mode: 0o600, flag: 'wx', flush: true });
	try {
		linkSync(draft, file);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
	} finally {
		unlinkSync(draft);
	}
}

/** The file of the root key: one line of 64 hex digits, and two more once it was replaced (docs/decisions/0031). */
import { createHmac, randomBytes } from 'node:crypto';
import {
	closeSync,
	existsSync,
	fsyncSync,
	linkSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	statSync,
	unlinkSync,
	writeFileSync
} from 'node:fs';
import { dirname } from 'node:path';

export interface Roots {
	/** Seals and opens. */
	current: Buffer;
	/** Opens what was sealed before, while it is being replaced. */
	previous: Buffer | null;
	/** When the replacement began, in ms. */
	since: number | null;
	/** What keys are derived from: made of the first root key, which does not follow from it. */
	derivation: Buffer;
}

/** The first half of HKDF (RFC 5869, without salt): enough to derive every key of a root, and not the root itself. */
export const derivationOf = (root: Buffer): Buffer => createHmac('sha256', Buffer.alloc(0)).update(root).digest();

export const rootsOf = (root: Buffer): Roots => {
	if (root.length !== 32) throw new Error('The root key must be 32 bytes');
	return { current: root, previous: null, since: null, derivation: derivationOf(root) };
};

/** Null where the text is no root key file. */
export function parseRoots(text: string): Roots | null {
	const form = /^([0-9a-f]{64})(?:\nprevious ([0-9a-f]{64}) since (\S+))?(?:\nderive ([0-9a-f]{64}))?$/i.exec(
		text.trim()
	);
	const [, current, previous, since, derivation] = form ?? [];
	if (current === undefined) return null;
	const roots = rootsOf(Buffer.from(current, 'hex'));
	return {
		...roots,
		...(derivation === undefined ? {} : { derivation: Buffer.from(derivation, 'hex') }),
		...(previous === undefined ? {} : { previous: Buffer.from(previous, 'hex'), since: Date.parse(since ?? '') })
	};
}

function formatRoots({ current, previous, since, derivation }: Roots): string {
	const lines = [current.toString('hex')];
	if (previous) lines.push(`previous ${previous.toString('hex')} since ${new Date(since ?? 0).toISOString()}`);
	if (!derivation.equals(derivationOf(current))) lines.push(`derive ${derivation.toString('hex')}`);
	return `${lines.join('\n')}\n`;
}

export function readRoots(file: string): Roots {
	const roots = parseRoots(readFileSync(file, 'utf8'));
	if (roots === null) throw new Error(`The root key file does not hold 64 hex digits: ${file}`);
	return roots;
}

/**
 * Reads the root key file; makes it (mode 0600) only when told that this is a first start. Site and worker start together: the
 * file appears whole and once (`link` refuses what is there), and whoever came second reads the other's key.
 */
export function loadRoots(file: string, options: { createIfMissing: boolean }): Roots {
	if (!existsSync(file)) {
		if (!options.createIfMissing) throw new Error(`The root key is missing: ${file}. Restore it from its backup.`);
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		const draft = writeDraft(file, rootsOf(randomBytes(32)));
		try {
			linkSync(draft, file);
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
		} finally {
			unlinkSync(draft);
		}
	}
	return readRoots(file);
}

/** The file as a whole anew: at any moment the one or the other is there, on disk before this returns. */
export function replaceRoots(file: string, roots: Roots): void {
	renameSync(writeDraft(file, roots), file);
	const folder = openSync(dirname(file), 'r');
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}

function writeDraft(file: string, roots: Roots): string {
	const draft = `${file}.${process.pid}.new`;
	if (existsSync(draft)) unlinkSync(draft);
	writeFileSync(draft, formatRoots(roots), { mode: 0o600, flag: 'wx', flush: true });
	return draft;
}

/** A process that runs on learns of a new root within this time. */
const LOOK_EVERY_MS = 1_000;

export interface RootSource {
	/** As the file said at most a second ago. */
	roots(): Roots;
	/** The same, looked at now. */
	refresh(): Roots;
}

/** Follows the file while the process runs. What cannot be read (it was taken away, or is no root key) leaves everything as it was. */
export function watchRoots(file: string, options: { createIfMissing: boolean }): RootSource {
	loadRoots(file, options);
	let seen = signOf(file);
	let roots = readRoots(file);
	let lookedAt = performance.now();
	function refresh(): Roots {
		lookedAt = performance.now();
		try {
			const sign = signOf(file);
			if (sign !== seen) {
				roots = readRoots(file);
				seen = sign;
			}
		} catch {
			// A root in memory goes on serving; the next start says what is wrong with the file.
		}
		return roots;
	}
	return { roots: () => (performance.now() - lookedAt < LOOK_EVERY_MS ? roots : refresh()), refresh };
}

function signOf(file: string): string {
	const { ino, mtimeMs, size } = statSync(file);
	return `${ino} ${mtimeMs} ${size}`;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	appendFileSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	rmSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { openStore, type Store } from '$lib/server/db';
import { migrationsDir } from '$lib/server/db/testing';
import { createKeyring, sealJson } from '$lib/server/platform';
import { openLocalDisk, sealObject } from '$lib/server/storage';
import { createSession, eraseKeyless, getSession, readArtifact, redactSession } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { filesBelow } from './durableFiles';
import { erasedMeanwhile, picturesIn } from './erasedMeanwhile';
import { makeBackup, restoreBackup } from './index';
import { readManifest, writeManifest } from './manifest';

const ROOT = Buffer.alloc(32, 7);
const PERSON = 'Zebulon Quartermaine';
const NUMBER = 'X9Q77-CANARY';
/** What is not sealed and goes all the same: metadata, an answer of the receiver, the words a session is found by. */
const NOTE = 'note-of-a-tenant-CANARY';
const ANSWER = 'answer-of-a-receiver-CANARY';
const MARK = 'mark-of-a-word-CANARY';
/** Sealed with the root key alone. */
const WEBHOOK_SECRET = 'webhook-secret-CANARY';
/** Length of a sealed 32-byte key: version, nonce, ciphertext, tag. */
const WRAPPED_BYTES = 1 + 12 + 32 + 16;

describe('backup and restore', { timeout: 60_000 }, () => {
	let folder: string;
	let config: { databaseUrl: string; dataDir: string; rootKeyFile: string };
	let world: World;
	let input: { to: string; keysTo: string };

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'idb-backup-'));
		const dataDir = join(folder, 'data');
		const databaseUrl = join(folder, 'data', 'idbeyond.db');
		const store = await openAt(dataDir);
		world = await makeWorld(store);
		Object.assign(world.deps, { blobs: openLocalDisk(join(dataDir, 'blobs')) });
		const rootKeyFile = join(folder, 'root.key');
		writeFileSync(rootKeyFile, ROOT.toString('hex'), { mode: 0o600 });
		config = { databaseUrl, dataDir, rootKeyFile };
		input = { to: join(folder, 'backup'), keysTo: join(folder, 'backup-keys') };
	});
	afterEach(async () => {
		await world.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const openAt = async (dataDir: string): Promise<Store> => {
		openLocalDisk(join(dataDir, 'blobs'));
		return openStore(join(dataDir, 'idbeyond.db'), { migrationsDir });
	};
	const backup = (more: { keysOnly?: boolean } = {}) =>
		makeBackup({ config, clock: world.deps.clock }, { ...input, ...more });
	const restoreInto = (name: string) => {
		const dataDir = join(folder, name);
		const target = { ...config, dataDir, databaseUrl: join(dataDir, 'idbeyond.db') };
		return { target, run: () => restoreBackup({ config: target }, { from: input.to, keysFrom: input.keysTo }) };
	};
	/** The world as somebody who opens the restored data sees it. */
	async function enter(dataDir: string, work: (deps: World['deps']) => Promise<void>): Promise<void> {
		const store = await openAt(dataDir);
		try {
			await work({ ...world.deps, store, blobs: openLocalDisk(join(dataDir, 'blobs')) });
		} finally {
			await store.close();
		}
	}

	/** A session of somebody whose name is in everything that is sealed, with one picture. */
	async function makePerson(bytes: Buffer = Buffer.from(`picture of ${PERSON}`)) {
		const { deps } = world;
		const { db, t } = deps.store;
		const clear = [NOTE, ANSWER, MARK].map((word) => `${word}-${deps.ids.hex(8)}`);
		const [note = '', answer = '', mark = ''] = clear;
		const body = {
			...{ expectedDetails: { firstName: PERSON }, metadata: { note }, externalUserId: 'user_123' },
			...{ webhookUrl: 'https://tenant.example/', webhookSecret: WEBHOOK_SECRET }
		};
		const { sessionId } = await createSession(deps, world.tenant(), CreateSessionInput.parse(body));
		const [session] = await db.select().from(t.verificationSessions).where(eq(t.verificationSessions.id, sessionId));
		if (!session?.wrappedKey) throw new Error('no session');
		const key = deps.keyring.unwrap(session.wrappedKey, `session|${sessionId}`);
		const own = { organizationId: session.organizationId, sessionId, createdAt: deps.clock.now() };
		const evidenceId = deps.ids.uuid();
		await db.insert(t.evidence).values({
			...{ ...own, id: evidenceId, slot: 'id_front', attempt: 1, state: 'accepted', mediaType: 'image/jpeg' },
			...{ sha256: 'ab', reasonCodes: [] }
		});
		await db.insert(t.analyses).values({
			...{ ...own, evidenceId, slot: 'id_front', modelHashes: {} },
			bodySealed: sealJson(key, { name: PERSON, number: NUMBER }, 'analysis'),
			templateSealed: sealJson(key, [0.1, 0.2], 'template')
		});
		const eventId = `evt_${deps.ids.hex(16)}`;
		await db.insert(t.webhookEvents).values({
			...{ ...own, id: eventId, environment: 'test', sequence: 1, type: 'verification.completed' },
			...{ bodySealed: sealJson(key, { name: PERSON }, 'webhook'), url: null, state: 'none' }
		});
		await db.insert(t.webhookAttempts).values({
			...{ id: deps.ids.uuid(), organizationId: own.organizationId, eventId, number: 1, startedAt: 1, durationMs: 1 },
			...{ status: 500, error: 'status_500', responseText: answer, nextAttemptAt: null }
		});
		await db.insert(t.sessionMarks).values({
			...{ ...own, environment: 'test', kind: 'word', value: mark }
		});
		const artifactId = deps.ids.uuid();
		const aad = `artifact|${session.organizationId}|${sessionId}|${artifactId}`;
		const { sealed, wrappedKey } = sealObject(key, bytes, aad);
		await deps.blobs.put(artifactId, sealed);
		await db.insert(t.artifacts).values({
			...{ ...own, id: artifactId, evidenceId, slot: 'id_front', kind: 'picture', mediaType: 'image/jpeg' },
			...{ width: 1, height: 1, byteLength: bytes.length, blobKey: artifactId, wrappedKey }
		});
		return { sessionId, artifactId, clear };
	}

	it('brings back every session and picture, as they were when it was taken', async () => {
		const before = await Promise.all([makePerson(), makePerson()]);
		const report = await backup();
		expect(report).toMatchObject({ sessions: 2, keys: 2, pictures: { all: 2, copied: 2, removed: 0 } });
		const later = await makePerson();
		const { target, run } = restoreInto('elsewhere');
		expect(await run()).toMatchObject({ sessions: 2, pictures: 2, erasedSince: 0, missingPictures: 0 });
		await enter(target.dataDir, async (deps) => {
			for (const { sessionId, artifactId } of before) {
				const { bytes } = await readArtifact(deps, world.tenant(), { sessionId, artifactId });
				expect(bytes.toString()).toBe(`picture of ${PERSON}`);
			}
			await expect(getSession(deps, world.tenant(), later.sessionId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
		});
	});

	it('is brought up to date: pictures that are there stay, those erased go, and one database is left', async () => {
		const [gone] = [await makePerson(), await makePerson()];
		await backup();
		await redactSession(world.deps, world.tenant(), gone.sessionId);
		await makePerson();
		world.deps.clock.advance(60_000);
		expect((await backup()).pictures).toEqual({ all: 2, copied: 1, removed: 1 });
		expect(readdirSync(input.to).filter((name) => name.endsWith('.db'))).toHaveLength(1);
	});

	it('erases again, on restore, what was erased after the data was copied', async () => {
		const [gone, kept] = [await makePerson(), await makePerson()];
		await backup();
		await redactSession(world.deps, world.tenant(), gone.sessionId);
		await backup({ keysOnly: true });
		const { target, run } = restoreInto('elsewhere');
		expect(await run()).toMatchObject({ sessions: 2, erasedSince: 1, missingPictures: 0 });
		await enter(target.dataDir, async (deps) => {
			expect(await eraseKeyless(deps)).toBe(1);
			expect(await getSession(deps, world.tenant(), gone.sessionId)).toMatchObject({
				status: 'redacted',
				artifacts: []
			});
			expect(await deps.blobs.get(gone.artifactId)).toBeNull();
			expect((await readArtifact(deps, world.tenant(), kept)).bytes.toString()).toBe(`picture of ${PERSON}`);
			expect(await eraseKeyless(deps)).toBe(0);
		});
	});

	it('refuses a folder in the data, a target in use, a wrong root key, a changed copy, and PostgreSQL, each by its code', async () => {
		await makePerson();
		const inside = makeBackup({ config, clock: world.deps.clock }, { ...input, to: join(config.dataDir, 'backup') });
		await expect(inside).rejects.toMatchObject({ code: 'FOLDER_UNUSABLE' });
		await expect(restoreInto('x').run()).rejects.toMatchObject({ code: 'BACKUP_MISSING' });
		await backup();
		const onto = restoreBackup({ config }, { from: input.to, keysFrom: input.keysTo });
		await expect(onto).rejects.toMatchObject({ code: 'TARGET_NOT_EMPTY' });
		writeFileSync(config.rootKeyFile, Buffer.alloc(32, 8).toString('hex'));
		await expect(restoreInto('x').run()).rejects.toMatchObject({ code: 'ROOT_KEY_WRONG' });
		writeFileSync(config.rootKeyFile, ROOT.toString('hex'));
		const [database = ''] = readdirSync(input.to).filter((name) => name.endsWith('.db'));
		appendFileSync(join(input.to, database), 'x');
		await expect(restoreInto('x').run()).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
		truncateSync(join(input.keysTo, 'session-keys.json'), 20);
		await expect(restoreInto('x').run()).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
		expect(existsSync(join(folder, 'x', 'idbeyond.db'))).toBe(false);
		const remote = { config: { ...config, databaseUrl: 'postgres://127.0.0.1/x' }, clock: world.deps.clock };
		await expect(makeBackup(remote, input)).rejects.toMatchObject({
			code: 'DATABASE_UNSUPPORTED',
			fix: expect.stringContaining('pg_dump')
		});
	});

	it('leaves of the erased, in database, write-ahead log, files and the data’s backup, nothing that the root key opens', async () => {
		const people = await Promise.all(Array.from({ length: 12 }, () => makePerson()));
		const [erased, kept] = [people.slice(0, 6), people.slice(6)];
		const keyring = createKeyring(ROOT);
		const opened = (bytes: Buffer, ids: string[]) => ids.filter((id) => carve(bytes, id, keyring) !== null);
		const ids = (of: typeof people) => of.map(({ sessionId }) => sessionId);

		await backup();
		// The search finds what is there: all twelve in the living database, none in the data's backup.
		expect(opened(everything(config.dataDir), ids(people))).toHaveLength(12);
		expect(opened(everything(input.to), ids(people))).toHaveLength(0);

		const startedAt = performance.now();
		for (const { sessionId } of erased) await redactSession(world.deps, world.tenant(), sessionId);
		const eachMs = (performance.now() - startedAt) / erased.length;
		expect(eachMs).toBeLessThan(5_000);
		await backup({ keysOnly: true });

		const rest = Buffer.concat([everything(config.dataDir), everything(input.to)]);
		expect(opened(rest, ids(kept))).toHaveLength(6);
		expect(opened(rest, ids(erased))).toEqual([]);
		const keys = readFileSync(join(input.keysTo, 'session-keys.json'), 'utf8');
		expect(ids(erased).filter((id) => keys.includes(id))).toEqual([]);
		expect(ids(kept).filter((id) => keys.includes(id))).toHaveLength(6);
		for (const canary of [PERSON, NUMBER, WEBHOOK_SECRET]) expect(rest.includes(canary)).toBe(false);
		// Not sealed: the living files hold no byte of it for the erased, and all of it for the kept.
		const living = everything(config.dataDir);
		expect(kept.flatMap(({ clear }) => clear).filter((canary) => !living.includes(canary))).toEqual([]);
		expect(erased.flatMap(({ clear }) => clear).filter((canary) => living.includes(canary))).toEqual([]);
		for (const { artifactId } of erased) expect(await world.deps.blobs.get(artifactId)).toBeNull();
	});

	it('says of a picture that was erased while it was being taken that none is missing', async () => {
		const [gone] = [await makePerson(), await makePerson()];
		await backup();
		// As the files stand where retention took the picture between the copy of the database and that of the pictures.
		const { db, t } = world.deps.store;
		await db.delete(t.artifacts).where(eq(t.artifacts.id, gone.artifactId));
		const blobs = join(input.to, 'blobs');
		const path = (await filesBelow(blobs)).find((file) => file.endsWith(gone.artifactId)) ?? '';
		rmSync(join(blobs, path));
		const manifest = await readManifest(input.to);
		const source = new Database(config.databaseUrl, { readonly: true });
		const found = erasedMeanwhile(source, join(input.to, manifest.database.file), await picturesIn(blobs));
		source.close();
		expect(found).toEqual([gone.artifactId]);
		await writeManifest(input.to, { ...manifest, erasedMeanwhile: found });
		expect(await restoreInto('elsewhere').run()).toMatchObject({ pictures: 2, missingPictures: 0 });
	});

	it('is taken while another process writes, holds a prefix of what was acknowledged, and is back within a minute', async () => {
		for (let index = 0; index < 40; index++) await makePerson(Buffer.alloc(256 * 1024, index));
		const writer = startWriter(config.databaseUrl);
		await writer.acknowledged(200);
		const before = writer.count();
		const backupStarted = performance.now();
		await backup();
		const backupMs = performance.now() - backupStarted;
		const after = writer.count();
		await writer.stop();
		const { target, run } = restoreInto('elsewhere');
		const restoreStarted = performance.now();
		expect(await run()).toMatchObject({ sessions: 40, pictures: 40, missingPictures: 0 });
		const restoreMs = performance.now() - restoreStarted;
		expect(restoreMs).toBeLessThan(60_000);
		await enter(target.dataDir, async ({ store }) => {
			const rows = await store.db
				.select({ id: store.t.auditEvents.id })
				.from(store.t.auditEvents)
				.where(eq(store.t.auditEvents.action, 'drill.written'));
			const numbers = rows.map(({ id }) => Number(id.slice('drill-'.length))).sort((a, b) => a - b);
			expect(numbers).toEqual(numbers.map((_, index) => index));
			expect(numbers.length).toBeGreaterThanOrEqual(before);
			// The writer's counter may be one commit behind what it wrote.
			expect(numbers.length).toBeLessThanOrEqual(after + 1);
		});
		process.stdout.write(
			`drill: 10 MB of pictures, ${after - before} commits beside it; backup ${backupMs.toFixed(0)} ms, restore ${restoreMs.toFixed(0)} ms\n`
		);
	});
});

/** All bytes of all files below a folder. */
function everything(folder: string): Buffer {
	return Buffer.concat(
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => readFileSync(join(entry.parentPath, entry.name)))
	);
}

/** Tries the root key on every place of the bytes where this session's wrapped key could begin. */
function carve(bytes: Buffer, sessionId: string, keyring: ReturnType<typeof createKeyring>): Buffer | null {
	for (let at = bytes.indexOf(1); at !== -1 && at + WRAPPED_BYTES <= bytes.length; at = bytes.indexOf(1, at + 1)) {
		try {
			return keyring.unwrap(bytes.subarray(at, at + WRAPPED_BYTES), `session|${sessionId}`);
		} catch {
			continue;
		}
	}
	return null;
}

/** A process of its own that commits one row after another and says each number once it is on disk. */
function startWriter(file: string) {
	const program = `
		import Database from 'better-sqlite3';
		const db = new Database(process.argv[1]);
		db.pragma('busy_timeout = 5000'); db.pragma('synchronous = FULL');
		const add = db.prepare("INSERT INTO audit_events (id, organization_id, actor_type, action, detail, created_at) VALUES (?, 'org-a', 'system', 'drill.written', '{}', 1)");
		let number = 0;
		const next = () => { add.run('drill-' + number); process.stdout.write(number++ + '\\n'); setTimeout(next, 4); };
		next();`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', program, file], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let count = 0;
	const lines = createInterface({ input: child.stdout });
	lines.on('line', () => (count += 1));
	return {
		count: () => count,
		async acknowledged(wanted: number) {
			while (count < wanted) await once(lines, 'line');
		},
		async stop() {
			const closed = once(child, 'close');
			child.kill('SIGKILL');
			await closed;
		}
	};
}

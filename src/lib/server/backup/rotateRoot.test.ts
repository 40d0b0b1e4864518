import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, getTableColumns, getTableName } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import * as schema from '$lib/server/db/schema/sqlite';
import { createKeyring, openKeyring, readRoots } from '$lib/server/platform';
import { idempotent } from '$lib/server/rest';
import { createSessionIn, redactSession } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { saveWebhookDefault } from '$lib/server/webhooks';
import { finishRotation, rotateRoot } from './index';

const SECRET = 'a-secret-of-a-webhook';
/** More than a page. */
const SESSIONS = 210;
/** Each makes all of these first, on two databases. */
const PATIENCE_MS = 90_000;
const TEN_MINUTES = 600_000;

/** What the root key seals itself. Everything else that is sealed, is sealed with a session's key. */
const UNDER_THE_ROOT = [
	'idempotency_keys.response_sealed',
	'second_steps.secret_sealed',
	'verification_sessions.webhook_secret_sealed',
	'verification_sessions.wrapped_key',
	'webhook_defaults.previous_secret_sealed',
	'webhook_defaults.secret_sealed'
];
const UNDER_A_SESSION_KEY = [
	'analyses.body_sealed',
	'analyses.template_sealed',
	'artifacts.wrapped_key',
	'decisions.applicant_comment_sealed',
	'decisions.comment_sealed',
	'field_corrections.body_sealed',
	'resubmissions.applicant_comment_sealed',
	'resubmissions.comment_sealed',
	'review_proposals.applicant_comment_sealed',
	'review_proposals.comment_sealed',
	'verification_sessions.expected_details_sealed',
	'verification_sessions.holder_name_sealed',
	'webhook_events.body_sealed'
];

it('every sealed column is known to stand under the root key or under a key of its session', () => {
	const sealed = Object.values(schema)
		.filter((table) => table instanceof SQLiteTable)
		.flatMap((table) => Object.values(getTableColumns(table)).map(({ name }) => `${getTableName(table)}.${name}`))
		.filter((name) => /_sealed$|wrapped_key$/.test(name));
	expect(sealed.sort()).toEqual([...UNDER_THE_ROOT, ...UNDER_A_SESSION_KEY].sort());
});

onEveryDatabase('the root key', ({ openFresh }) => {
	let folder: string;
	let store: Store;
	let world: World;
	let deps: World['deps'];
	let rootKeyFile: string;
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'idb-root-'));
		rootKeyFile = join(folder, 'root.key');
		store = await openFresh();
		world = await makeWorld(store);
		const keyring = openKeyring(rootKeyFile, { createIfMissing: true });
		deps = { ...world.deps, keyring, config: { ...world.deps.config, rootKeyFile } };
	});
	afterEach(async () => {
		await world.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const create = async (key: string) => {
		const input = CreateSessionInput.parse({ webhookUrl: 'https://tenant.example/', webhookSecret: SECRET });
		const call = { key, call: 'POST /', body: new Uint8Array() };
		const tenant = world.tenant();
		return (await idempotent(deps, tenant, call, (tx) => createSessionIn(tx, deps, tenant, input))).sessionId;
	};
	const operator = { organizationId: 'org-a', userId: 'user-a' };
	async function fill(): Promise<void> {
		for (let n = 0; n < SESSIONS; n += 30)
			await Promise.all(Array.from({ length: 30 }, (_, more) => create(`key-${n + more}`)));
		for (const secret of [SECRET, `${SECRET}-2`])
			await saveWebhookDefault(deps, operator, {
				...{ environment: 'test', url: 'https://tenant.example/', overlapHours: 24, secret }
			});
		const secretSealed = deps.keyring.seal(Buffer.from(SECRET), 'secondStep|user-a');
		await store.db.insert(store.t.secondSteps).values({ userId: 'user-a', secretSealed, confirmedAt: 1, lastStep: 0 });
	}
	/** Opens everything that the root key seals; how much that was. */
	async function openAll(keyring = deps.keyring): Promise<number> {
		const { db, t } = store;
		let opened = 0;
		for (const row of await db.select().from(t.verificationSessions)) {
			if (row.wrappedKey === null || row.webhookSecretSealed === null) continue;
			expect(keyring.unwrap(row.wrappedKey, `session|${row.id}`)).toHaveLength(32);
			expect(keyring.open(row.webhookSecretSealed, `webhookSecret|${row.id}`).toString()).toBe(SECRET);
			opened += 2;
		}
		for (const row of await db.select().from(t.webhookDefaults))
			for (const sealed of [row.secretSealed, row.previousSecretSealed])
				opened += keyring.open(sealed ?? Buffer.alloc(0), `webhookDefault|org-a|${row.environment}`).length > 0 ? 1 : 0;
		for (const row of await db.select().from(t.secondSteps))
			opened += keyring.open(row.secretSealed, `secondStep|${row.userId}`).length > 0 ? 1 : 0;
		for (const row of await db.select().from(t.idempotencyKeys))
			opened += keyring.open(row.responseSealed, `idempotency|org-a|test|${row.key}`).length > 0 ? 1 : 0;
		return opened;
	}
	const ALL = SESSIONS * 3 + 3;

	it(
		'is replaced while everything goes on: no read fails, nothing is left under the old one, and what is derived stays',
		{ timeout: PATIENCE_MS },
		async () => {
			await fill();
			const old = createKeyring(readRoots(rootKeyFile).current);
			const derived = deps.keyring.derive('audit chain');
			let going = true;
			const reads = (async () => {
				let rounds = 0;
				for (; going || rounds === 0; rounds++) {
					await openAll();
					await new Promise((resolve) => setImmediate(resolve));
				}
				return rounds;
			})();
			const report = await rotateRoot(deps);
			const late = await create('made-meanwhile');
			going = false;
			expect(await reads).toBeGreaterThan(0);
			expect(report).toEqual({ renewed: ALL, unreadable: 0, bothOpen: true });

			world.deps.clock.advance(TEN_MINUTES - 1);
			await expect(finishRotation(deps)).rejects.toMatchObject({ code: 'ROTATION_TOO_YOUNG' });
			world.deps.clock.advance(1);
			expect(await finishRotation(deps)).toMatchObject({ renewed: 0, bothOpen: false });
			expect(await openAll(openKeyring(rootKeyFile, { createIfMissing: false }))).toBe(ALL + 3);
			await expect(openAll(old)).rejects.toThrow();
			expect(readFileSync(rootKeyFile, 'utf8')).not.toContain('previous');
			expect(deps.keyring.derive('audit chain').equals(derived)).toBe(true);
			await redactSession(deps, world.tenant(), late);
			await expect(finishRotation(deps)).rejects.toMatchObject({ code: 'ROTATION_NOT_BEGUN' });
		}
	);

	it(
		'may lose its command after any page: everything opens in between, and the next run goes on where that one died',
		{ timeout: PATIENCE_MS },
		async () => {
			await fill();
			for (let pages = 0; pages < 4; pages++) {
				let left = pages;
				const dying: Store = {
					...store,
					tx: (work, ...more) => {
						if (left-- === 0) throw new Error('killed');
						return store.tx(work, ...more);
					}
				};
				// A dead process leaves its lock behind.
				await rotateRoot({ ...deps, store: dying }).catch((error: unknown) => error);
				writeFileSync(`${rootKeyFile}.rotating`, '999999999');
				expect(await openAll(openKeyring(rootKeyFile, { createIfMissing: false }))).toBe(ALL);
			}
			const current = readRoots(rootKeyFile).current;
			expect(await rotateRoot(deps)).toMatchObject({ unreadable: 0, bothOpen: true });
			expect(readRoots(rootKeyFile).current.equals(current)).toBe(true);
			expect(await openAll(createKeyring(current))).toBe(ALL);
			expect(readdirSync(folder)).toEqual(['root.key']);
		}
	);

	it('does not bring back a key that was erased while it was replaced, and stays where a value opens with neither', async () => {
		const sessionId = await create('erased');
		const { verificationSessions: t } = store.t;
		const erasing: Store = {
			...store,
			async tx(work, ...more) {
				await store.db.update(t).set({ wrappedKey: null, webhookSecretSealed: null }).where(eq(t.id, sessionId));
				return store.tx(work, ...more);
			}
		};
		await rotateRoot({ ...deps, store: erasing });
		const [row] = await store.db.select().from(t).where(eq(t.id, sessionId));
		expect(row).toMatchObject({ wrappedKey: null, webhookSecretSealed: null });

		await store.db
			.update(t)
			.set({ wrappedKey: createKeyring(Buffer.alloc(32, 1)).newKey(`session|${sessionId}`).wrapped });
		world.deps.clock.advance(TEN_MINUTES);
		await expect(finishRotation(deps)).rejects.toMatchObject({ code: 'ROTATION_UNFINISHED' });
		expect(readRoots(rootKeyFile).previous).not.toBeNull();
	});

	it('is replaced by one command at a time', async () => {
		writeFileSync(`${rootKeyFile}.rotating`, String(process.pid));
		await expect(rotateRoot(deps)).rejects.toMatchObject({ code: 'ROTATION_RUNNING' });
		expect(readRoots(rootKeyFile).previous).toBeNull();
	});
});

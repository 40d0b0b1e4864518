import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { openStore } from '$lib/server/db';
import { migrationsDir } from '$lib/server/db/testing';
import { giveConsent, cancelSession, createSession, redactSession } from '../index';
import { makeWorld, type World } from '../testing';

const SESSIONS = 500;

describe('bytes on the disk', { timeout: 120_000 }, () => {
	let folder: string;
	let world: World;
	let file: string;

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'idb-bytes-'));
		file = join(folder, 'idbeyond.db');
		world = await makeWorld(await openStore(file, { migrationsDir }));
	});
	afterEach(async () => {
		await world.close();
		rmSync(folder, { recursive: true, force: true });
	});

	/** With metadata of many lengths, and rows that grow later: pages split, and rows move. */
	async function create(index: number): Promise<string> {
		const body = { metadata: { note: 'x'.repeat((index * 37) % 480) } };
		const { sessionId } = await createSession(world.deps, world.tenant(), CreateSessionInput.parse(body));
		await giveConsent(world.deps, world.applicant(sessionId), { textVersion: '2026-11', locale: 'en' });
		if (index % 3 === 0) await cancelSession(world.deps, world.tenant(), sessionId);
		return sessionId;
	}
	const findSession = async (id: string) => {
		const sessions = world.deps.store.t.verificationSessions;
		const [row] = await world.deps.store.db.select().from(sessions).where(eq(sessions.id, id));
		return row;
	};

	it('hold no key, wrapped as it was, of those who were erased among hundreds: neither in the database nor in its log', async () => {
		const keys = new Map<string, Buffer>();
		const kept = new Set<string>();
		for (let index = 0; index < SESSIONS; index++) {
			const id = await create(index);
			const row = await findSession(id);
			keys.set(id, Buffer.from(row?.wrappedKey ?? []));
			kept.add(id);
			// Erased between the others, so that what comes later takes their room.
			const old = [...kept][(index * 13) % 29];
			if (index % 4 && kept.size > 40 && old) await erase(old);
		}
		for (const id of [...kept].filter((_, index) => index % 3)) await erase(id);
		async function erase(id: string) {
			kept.delete(id);
			await redactSession(world.deps, world.tenant(), id);
		}
		world.deps.store.clearLog();
		// The search finds what is there.
		expect(held([...kept])).toHaveLength(kept.size);
		expect(held([...keys.keys()].filter((id) => !kept.has(id)))).toHaveLength(0);

		function held(ids: string[]): string[] {
			const files = [file, `${file}-wal`].filter(existsSync).map((path) => readFileSync(path));
			return ids.filter((id) => files.some((bytes) => bytes.includes(keys.get(id) ?? id)));
		}
	});
});

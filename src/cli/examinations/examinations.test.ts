import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { authorize } from '$lib/server/auth';
import { openStore } from '$lib/server/db';
import { migrationsDir } from '$lib/server/db/testing';
import { mintApiKey, revokeApiKey, saveEmbedOrigins } from '$lib/server/organizations';
import { loadConfig } from '$lib/server/platform';
import { createSession } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { examineApiKey } from './apiKey';
import type { Finding } from './finding';
import { examineSession } from './oneSession';
import { examinePage } from './page';
import { openReadOnly, type ReadOnly } from './readOnly';
import { examineTraffic } from './traffic';

/** Every cause that the integration guide's troubleshooting names is found and named by the doctor. */
describe('The doctor', () => {
	let folder: string;
	let world: World;
	let ask: ReadOnly;
	const config = () => loadConfig({ DATA_DIR: folder, DATABASE_URL: join(folder, 'doctor.db') });
	const admin = () => authorize(world.operator(), 'administer');

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'idb-doctor-'));
		world = await makeWorld(await openStore(join(folder, 'doctor.db'), { migrationsDir }));
		const opened = await openReadOnly(config());
		if (opened === null) throw new Error('no database');
		ask = opened;
	});
	afterAll(async () => {
		await ask.close();
		await world.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const about = (findings: Finding[], check: string) => findings.filter((finding) => finding.check === check);
	const session = async (body: object = {}) =>
		(await createSession(world.deps, world.tenant(), CreateSessionInput.parse(body))).sessionId;

	it('says why a key answers 401: not a bearer header, mistyped, unknown, publishable, revoked', async () => {
		const minted = await mintApiKey(world.deps, admin(), { environment: 'test', label: 'x' });
		const secret = minted.secretKey;
		expect(await examineApiKey(ask, `Bearer ${secret}`)).toMatchObject({ ok: true });
		expect(await examineApiKey(ask, `Authorization: Bearer ${secret}`)).toMatchObject({ ok: true });
		const details = await Promise.all(
			[`Bearer${secret}`, `Basic ${secret}`, secret.slice(0, -1), minted.publishableKey].map((text) =>
				examineApiKey(ask, text)
			)
		);
		await revokeApiKey(world.deps, admin(), { keyId: minted.id });
		details.push(await examineApiKey(ask, secret));
		const elsewhere = await makeWorld(await openStore(':memory:', { migrationsDir }));
		const foreign = await mintApiKey(elsewhere.deps, admin(), { environment: 'test', label: 'x' });
		await elsewhere.close();
		details.push(await examineApiKey(ask, foreign.secretKey));
		expect(details.map(({ detail }) => detail)).toEqual([
			expect.stringContaining('no Authorization header'),
			expect.stringContaining('no Authorization header'),
			expect.stringContaining('checksum'),
			expect.stringContaining('publishable'),
			expect.stringContaining('revoked'),
			expect.stringContaining('not of this installation')
		]);
		for (const finding of details) {
			expect(finding.ok).toBe(false);
			expect(finding.fix).toBeTruthy();
			expect(JSON.stringify(finding)).not.toContain(secret);
		}
	});

	it('says why a webhook never fires: no URL, one that is refused, unsigned, or attempts that fail', async () => {
		const none = await examineSession(ask, config(), await session());
		expect(about(none, 'webhook URL')).toMatchObject([{ ok: false, detail: expect.stringContaining('no webhookUrl') }]);
		const unsigned = await session({ webhookUrl: 'https://tenant.example/hook' });
		expect(about(await examineSession(ask, config(), unsigned), 'webhook signature')).toMatchObject([{ ok: false }]);
		const { db, t } = world.deps.store;
		await db
			.update(t.verificationSessions)
			.set({ webhookUrl: 'http://10.0.0.1/hook' })
			.where(eq(t.verificationSessions.id, unsigned));
		await db.insert(t.webhookEvents).values({
			...{ id: 'evt_1', organizationId: 'org-a', environment: 'test', sessionId: unsigned, sequence: 1 },
			...{ type: 'verification.completed', bodySealed: Buffer.alloc(1), url: 'x', state: 'pending', createdAt: 1 }
		});
		await db.insert(t.webhookAttempts).values({
			...{ id: 'a1', organizationId: 'org-a', eventId: 'evt_1', number: 1, startedAt: 1, durationMs: 1 },
			...{ status: null, error: 'address_refused' }
		});
		const failing = await examineSession(ask, config(), unsigned);
		expect(about(failing, 'webhook URL')).toMatchObject([{ ok: false, detail: expect.stringContaining('refused') }]);
		expect(about(failing, 'webhook events')).toMatchObject([
			{ ok: false, detail: expect.stringContaining('attempt 1 ended with address_refused') }
		]);
		const good = { webhookUrl: 'https://tenant.example/hook', webhookSecret: 'a-secret-of-16-chars' };
		const fine = await examineSession(ask, config(), await session({ ...good, returnUrl: 'https://tenant.example/' }));
		expect(fine.filter(({ ok }) => !ok)).toEqual([]);
	});

	it('says why nobody is sent back: no returnUrl, or one whose scheme was ignored', async () => {
		for (const body of [{}, { returnUrl: 'myapp://done' }])
			expect(about(await examineSession(ask, config(), await session(body)), 'way back')).toMatchObject([
				{ ok: false }
			]);
		expect(await examineSession(ask, config(), 'nonsense')).toMatchObject([{ check: 'session', ok: false }]);
	});

	it('says why an iframe is blank: an origin that may not frame, no https, a host that is another', async () => {
		const page = 'https://shop.example';
		expect(about(await examinePage(ask, config(), page), 'framing (live)')).toMatchObject([{ ok: true }]);
		expect(about(await examinePage(ask, config(), 'http://shop.example'), 'framing (live)')).toMatchObject([
			{ ok: false }
		]);
		await saveEmbedOrigins(world.deps, admin(), { environment: 'live', origins: ['https://other.example'] });
		expect(about(await examinePage(ask, config(), page), 'framing (live)')).toMatchObject([
			{ ok: false, detail: expect.stringContaining('org-a') }
		]);
		const plain = loadConfig({ DATA_DIR: folder, ORIGIN: 'http://verify.example' });
		expect(about(await examinePage(ask, plain, page), 'camera')).toMatchObject([{ ok: false }]);
		expect(about(await examinePage(ask, config(), page), 'host')).toMatchObject([
			{ detail: expect.stringContaining('http://localhost:3000') }
		]);
	});

	it('says that nobody works, what was given up, and which receivers are not sent to', async () => {
		const now = world.deps.clock.now();
		expect((await examineTraffic(ask, now)).filter(({ ok }) => !ok)).toEqual([]);
		const { db, t } = world.deps.store;
		const job = { kind: 'deliverWebhook', lane: 'delivery', payload: {}, attempts: 0, createdAt: now };
		await db.insert(t.jobs).values([
			{ ...job, id: 'j1', key: 'j1', runAt: now - 10 * 60_000 },
			{ ...job, id: 'j2', key: 'j2', runAt: now, deadAt: now }
		]);
		const endpoint = { organizationId: 'org-a', environment: 'test' as const, url: 'x', failures: 10, createdAt: 1 };
		await db.insert(t.webhookEndpoints).values([
			{ ...endpoint, id: 'e1', pausedAt: now },
			{ ...endpoint, id: 'e2', openUntil: now + 1000, lastError: 'timeout' }
		]);
		const found = await examineTraffic(ask, now);
		expect(found.map(({ check, ok }) => `${check} ${ok}`)).toEqual([
			'worker false',
			'jobs false',
			'webhook receivers false',
			'webhook receivers false'
		]);
	});
});

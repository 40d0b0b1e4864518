import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { linkAuditEvents, record } from '$lib/server/audit';
import { authorize } from '$lib/server/auth';
import { q } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { cancelSession, createSession, giveConsent, redactSession } from '..';
import { deviceWords } from '../applicant/deviceWords';
import { makeWorld, type World } from '../testing';
import { exportInsight } from './exportInsight';
import { foldEvents } from './foldEvents';
import { readInsight } from './readInsight';
import { bucketOf, timesOf } from './timeBuckets';

const DAY_MS = 24 * 60 * 60_000;
const PHONE =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';

onEveryDatabase('figures', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	const create = async () => (await createSession(world.deps, world.tenant(), CreateSessionInput.parse({}))).sessionId;
	const consented = async () => {
		const sessionId = await create();
		await giveConsent(world.deps, world.applicant(sessionId), { textVersion: '1', locale: 'en' }, PHONE);
		return sessionId;
	};
	/** What the pipeline writes of one deed, without its models. */
	const tell = (sessionId: string, action: string, more: Partial<Parameters<typeof record>[2]> = {}) =>
		world.deps.store.tx((tx) =>
			record(tx, world.deps, {
				...{ organizationId: 'org-a', sessionId, actor: { type: 'applicant', id: null }, action },
				...more
			})
		);
	const submit = async (sessionId: string) => {
		const { db, t } = world.deps.store;
		const change = { submittedAt: world.deps.clock.now(), issuingState: 'UTO' };
		await db.update(t.verificationSessions).set(change).where(eq(t.verificationSessions.id, sessionId));
		await tell(sessionId, 'session.submitted');
	};
	const decide = async (
		sessionId: string,
		decidedBy: string,
		outcome: 'approved' | 'rejected' | 'pending_review',
		reasonCodes: string[] = []
	) => {
		const id = world.deps.ids.uuid();
		const policy = decidedBy === 'policy';
		await world.deps.store.tx(function* (tx) {
			yield* q(
				tx.db.insert(tx.t.decisions).values({
					...{ id, organizationId: 'org-a', sessionId, outcome, reasonCodes, decidedBy, policyVersion: 0 },
					createdAt: world.deps.clock.now()
				})
			);
		});
		await tell(sessionId, `session.${outcome}`, {
			actor: policy ? { type: 'policy', id: '0' } : { type: 'operator', id: decidedBy },
			...(policy ? {} : { targetId: id })
		});
	};
	const read = (days: 7 | 30 | 90 = 7) => readInsight(world.deps, world.operator(), { environment: 'test', days });

	it('count each session once a step, however often a step is done, and whoever counts, and whenever', async () => {
		const sessionId = await consented();
		const slot = (name: string, attempt: number) =>
			tell(sessionId, 'evidence.submitted', { detail: { slot: name, attempt } });
		await slot('id_front', 1);
		await slot('id_front', 2);
		await read();
		await slot('id_front', 3);
		await slot('selfie', 1);
		await submit(sessionId);
		await decide(sessionId, 'policy', 'pending_review', ['face_mismatch']);
		world.deps.clock.advance(600_000);
		await submit(sessionId);
		await decide(sessionId, 'policy', 'approved');
		await cancelSession(world.deps, world.tenant(), await create());
		await linkAuditEvents(world.deps);
		await Promise.all([foldEvents(world.deps), foldEvents(world.deps), read()]);
		const figures = await read();
		expect(figures.funnel).toEqual({
			...{ created: 2, consented: 1, id_front: 1, id_back: 0, selfie: 1, liveness: 0, poa: 0, submitted: 1 },
			...{ judged: 1, decided: 1 }
		});
		expect(figures).toMatchObject({ automatic: 1, waiting: 0, ended: { canceled: 1, expired: 0 } });
		expect(figures.devices).toEqual([{ key: 'phone', consented: 1, submitted: 1, decided: 1 }]);
		expect(figures.browsers).toEqual([{ key: 'safari', consented: 1, submitted: 1, decided: 1 }]);
		expect(figures.verdicts.policy).toEqual({ approved: 1, rejected: 0, pending_review: 1 });
		expect(figures.reasons).toEqual([{ code: 'face_mismatch', policy: 1, person: 0 }]);
		expect(figures.countedTo).toBe(world.deps.clock.now());
	});

	it('set the policy beside people, and people beside each other', async () => {
		const sessionId = await consented();
		await submit(sessionId);
		world.deps.clock.advance(5_000);
		await decide(sessionId, 'policy', 'pending_review', ['face_mismatch']);
		world.deps.clock.advance(95_000);
		await decide(sessionId, 'user-a', 'approved');
		world.deps.clock.advance(1_000);
		await decide(sessionId, 'user-c', 'rejected', ['face_mismatch']);
		const figures = await read();
		expect(figures.agreement).toEqual([
			{ policy: 'pending_review', person: 'approved', count: 1 },
			{ policy: 'pending_review', person: 'rejected', count: 1 }
		]);
		expect(figures.betweenPersons).toEqual({ same: 0, different: 1 });
		expect(figures.automatic).toBe(0);
		expect(figures.funnel.decided).toBe(1);
		expect(Math.abs((figures.times.medianMs ?? 0) / 100_000 - 1)).toBeLessThan(0.025);
		expect(Math.abs((figures.automaticTimes.p90Ms ?? 0) / 5_000 - 1)).toBeLessThan(0.025);
		expect(figures.countries).toEqual([{ key: 'UTO', read: 0, judged: 1, decided: 1 }]);
	});

	it('stand under the day on which a session began, stay when it is redacted, and name nobody', async () => {
		const sessionId = await consented();
		await read();
		world.deps.clock.advance(10 * DAY_MS);
		await create();
		await redactSession(world.deps, world.tenant(), sessionId);
		expect((await read(7)).funnel).toMatchObject({ created: 1, consented: 0 });
		expect((await read(7)).before.funnel).toMatchObject({ created: 1, consented: 1 });
		const month = await read(30);
		expect(month.funnel).toMatchObject({ created: 2, consented: 1 });
		expect(month.byDay.map(({ created }) => created).filter((count) => count > 0)).toEqual([1, 1]);
		const { db, t } = world.deps.store;
		const [consent] = await db.select().from(t.consents).where(eq(t.consents.sessionId, sessionId));
		expect(consent).toMatchObject({ device: null, browser: null });
		expect(JSON.stringify(await db.select().from(t.insightCounts))).not.toContain(sessionId);
	});

	it('are each organization’s and environment’s own, on the page and in the file', async () => {
		await create();
		await createSession(world.deps, world.tenant({ organizationId: 'org-b' }), CreateSessionInput.parse({}));
		await createSession(world.deps, world.tenant({ environment: 'live' }), CreateSessionInput.parse({}));
		expect((await read()).funnel.created).toBe(1);
		let file = '';
		const operator = authorize(world.operator(), 'read');
		for await (const part of exportInsight(world.deps, operator, { environment: 'test', days: 7 })) file += part;
		expect(file.trim().split('\r\n').slice(1)).toEqual([
			expect.stringMatching(/^"\d{4}-\d\d-\d\d","funnel","created","1"$/)
		]);
	});
});

describe('medians from buckets', () => {
	it('are within 2.5 % of the true ones, of any number of durations', () => {
		const durations = Array.from({ length: 999 }, (_, index) => 1_500 * 1.01 ** index);
		const counts = new Map<number, number>();
		for (const ms of durations) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
		const { count, medianMs, p90Ms } = timesOf(counts);
		expect(count).toBe(999);
		expect(Math.abs((medianMs ?? 0) / (durations[499] ?? 0) - 1)).toBeLessThan(0.025);
		expect(Math.abs((p90Ms ?? 0) / (durations[899] ?? 0) - 1)).toBeLessThan(0.025);
		expect(timesOf(new Map())).toEqual({ count: 0, medianMs: null, p90Ms: null });
	});
});

describe('the words of a device', () => {
	it.each([
		[PHONE, 'phone', 'safari'],
		['Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36', 'phone', 'chrome'],
		[
			'Mozilla/5.0 (Linux; Android 15; K) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
			'phone',
			'samsung'
		],
		['Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36', 'tablet', 'chrome'],
		['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'desktop', 'edge'],
		['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'desktop', 'firefox'],
		['curl/8.5.0', 'unknown', 'unknown'],
		[null, 'unknown', 'unknown']
	])('are coarse, and unknown where nothing is said: %s', (userAgent, device, browser) => {
		expect(deviceWords(userAgent)).toEqual({ device, browser });
	});
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { OrganizationPolicyInput } from '$lib/contract/policy';
import { CreateSessionInput, ListSessionsInput } from '$lib/contract/verification';
import { authenticateApplicant } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { REFUSED_URLS } from '$lib/server/platform/refusedUrls';
import { idempotent } from '$lib/server/rest';
import {
	cancelSession,
	cancelSessionIn,
	createHandoff,
	createSession,
	createSessionIn,
	expireOverdueSessions,
	forgetExpiredSecrets,
	freshLink,
	freshLinkIn,
	getSession,
	giveConsent,
	listForReview,
	listSessionEvents,
	listSessions,
	readPolicy,
	readProgress,
	redactSessionIn,
	redeemHandoff,
	returnTarget,
	savePolicy,
	submitSession
} from './index';
import { abandonSession } from './jobs/finalizeSession';
import { makeWorld, type World } from './testing';

const consent = { textVersion: '2026-11', locale: 'en' };
const input = (body: object = {}) => CreateSessionInput.parse(body);

onEveryDatabase('sessions', ({ openFresh }) => {
	let world: World;
	beforeAll(async () => {
		world = await makeWorld(await openFresh());
	});
	afterAll(() => world.close());
	const create = (body: object = {}) => createSession(world.deps, world.tenant(), input(body));

	it('refuses every hostile webhookUrl at create, by its text alone, and stores nothing of it', async () => {
		const live = world.tenant({ environment: 'live' });
		const before = await world.deps.store.db.$count(world.deps.store.t.verificationSessions);
		let judged = 0;
		for (const webhookUrl of REFUSED_URLS) {
			const parsed = CreateSessionInput.safeParse({ webhookUrl });
			// What is not even a text of the right kind does not come as far as the guard.
			if (!parsed.success) continue;
			judged++;
			await expect(createSession(world.deps, live, parsed.data), webhookUrl).rejects.toMatchObject({
				code: 'WEBHOOK_URL_REFUSED'
			});
		}
		expect(judged).toBeGreaterThan(150);
		expect(await world.deps.store.db.$count(world.deps.store.t.verificationSessions)).toBe(before);
	});

	it('creates a session whose link opens it and whose secret is stored only as a hash', async () => {
		const made = await create({ externalUserId: 'user_123', metadata: { campaign: 'q3', nested: { a: [1, null] } } });
		expect(made.token).toBe(made.clientSecret);
		expect(made.hostedUrl).toBe(
			`http://localhost:3000/verification/session/${made.sessionId}?token=${made.clientSecret}`
		);
		const view = await getSession(world.deps, world.tenant(), made.sessionId);
		expect(view).toMatchObject({
			status: 'created',
			reviewStatus: 'none',
			metadata: { campaign: 'q3', nested: { a: [1, null] } },
			decision: null,
			checks: [],
			fields: {}
		});
		const { t, db } = world.deps.store;
		const [row] = await db.select().from(t.verificationSessions).where(eq(t.verificationSessions.id, made.sessionId));
		expect(JSON.stringify(row)).not.toContain(made.clientSecret.slice(4));
	});

	it('seals the webhook secret and the expected details', async () => {
		const made = await create({
			webhookUrl: 'https://tenant.example/webhooks/kyc',
			webhookSecret: 'change-me-min-16-chars-random',
			expectedDetails: { firstName: 'Zebulon' }
		});
		const { t, db } = world.deps.store;
		const [row] = await db.select().from(t.verificationSessions).where(eq(t.verificationSessions.id, made.sessionId));
		const stored = Buffer.concat([
			row?.webhookSecretSealed ?? Buffer.alloc(0),
			row?.expectedDetailsSealed ?? Buffer.alloc(0)
		]).toString('latin1');
		expect(stored.length).toBeGreaterThan(50);
		expect(stored).not.toContain('change-me');
		expect(stored).not.toContain('Zebulon');
	});

	it('ignores a returnUrl of another scheme, and says so', async () => {
		const made = await create({ returnUrl: 'javascript:alert(1)' });
		expect(made.warnings).toEqual([{ code: 'RETURN_URL_IGNORED' }]);
		const applicant = world.applicant(made.sessionId);
		expect(await returnTarget(world.deps, applicant)).toBeNull();
		const good = await create({ returnUrl: 'https://tenant.example/kyc/done?x=1#y' });
		expect(await returnTarget(world.deps, world.applicant(good.sessionId))).toBe(
			`https://tenant.example/kyc/done?x=1&session_id=${good.sessionId}&status=none#y`
		);
	});

	it('shows nothing of a session to another organization or environment', async () => {
		const { sessionId } = await create();
		const strangers = [
			world.tenant({ organizationId: 'org-b' }),
			world.tenant({ environment: 'live' }),
			world.tenant({ organizationId: 'org-b', environment: 'live' })
		];
		for (const stranger of strangers) {
			await expect(getSession(world.deps, stranger, sessionId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
			await expect(cancelSession(world.deps, stranger, sessionId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
			await expect(freshLink(world.deps, stranger, sessionId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
			const { sessions } = await listSessions(world.deps, stranger, { limit: 100 });
			expect(sessions.map((session) => session.sessionId)).not.toContain(sessionId);
		}
		const foreign = world.operator({ organizationId: 'org-b' });
		const { sessions } = await listForReview(world.deps, foreign, { environment: 'test', limit: 50 });
		expect(sessions).toEqual([]);
	});

	it('lists newest first in pages that neither repeat nor skip', async () => {
		const tenant = world.tenant({ environment: 'live' });
		const made: string[] = [];
		for (let index = 0; index < 7; index++) {
			if (index % 2 === 0) world.deps.clock.advance(1000);
			made.push((await createSession(world.deps, tenant, input({ externalUserId: `u${index % 2}` }))).sessionId);
		}
		const seen: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await listSessions(world.deps, tenant, { limit: 2, cursor });
			seen.push(...page.sessions.map((session) => session.sessionId));
			cursor = page.nextCursor ?? undefined;
		} while (cursor);
		expect(new Set(seen)).toEqual(new Set(made));
		expect(seen).toHaveLength(7);
		const filtered = await listSessions(world.deps, tenant, { limit: 100, externalUserId: 'u1', status: 'created' });
		expect(filtered.sessions).toHaveLength(3);
		await expect(listSessions(world.deps, tenant, { limit: 2, cursor: 'bm9wZQ' })).rejects.toMatchObject({
			code: 'VALIDATION_FAILED'
		});
	});

	it('lists what was decided and made as asked: from a time on, before another, and by review status', async () => {
		const tenant = world.tenant({ organizationId: 'org-b' });
		const { t, db } = world.deps.store;
		const made: string[] = [];
		const times: string[] = [];
		for (const reviewStatus of ['approved', 'rejected', 'approved', 'none'] as const) {
			world.deps.clock.advance(1000);
			times.push(new Date(world.deps.clock.now()).toISOString());
			const { sessionId } = await createSession(world.deps, tenant, input({ externalUserId: 'filtered' }));
			await db.update(t.verificationSessions).set({ reviewStatus }).where(eq(t.verificationSessions.id, sessionId));
			made.push(sessionId);
		}
		const found = async (filter: object) => {
			const asked = ListSessionsInput.parse({ externalUserId: 'filtered', ...filter });
			const { sessions } = await listSessions(world.deps, tenant, asked);
			return sessions.map(({ sessionId }) => made.indexOf(sessionId)).reverse();
		};
		expect(await found({ reviewStatus: 'approved' })).toEqual([0, 2]);
		expect(await found({ createdAfter: times[1] })).toEqual([2, 3]);
		expect(await found({ createdBefore: times[2] })).toEqual([0, 1]);
		expect(await found({ createdAfter: times[0], createdBefore: times[3], reviewStatus: 'approved' })).toEqual([2]);
		expect(await found({ reviewStatus: 'pending_review' })).toEqual([]);
		expect(ListSessionsInput.safeParse({ createdAfter: 'yesterday' }).success).toBe(false);
	});

	it('cancels an unfinished session for good, and cancels it once', async () => {
		const { sessionId } = await create();
		await cancelSession(world.deps, world.tenant(), sessionId);
		await cancelSession(world.deps, world.tenant(), sessionId);
		const applicant = world.applicant(sessionId);
		await expect(giveConsent(world.deps, applicant, consent)).rejects.toMatchObject({ code: 'SESSION_CANCELED' });
		await expect(freshLink(world.deps, world.tenant(), sessionId)).rejects.toMatchObject({ code: 'SESSION_CANCELED' });
		expect((await getSession(world.deps, world.tenant(), sessionId)).status).toBe('canceled');
	});

	it('expires by itself, on sight and by the sweep', async () => {
		const seen = await create({ expiresInSeconds: 300 });
		const swept = await create({ expiresInSeconds: 300 });
		await giveConsent(world.deps, world.applicant(seen.sessionId), consent);
		world.deps.clock.advance(300_000);
		await expect(submitSession(world.deps, world.applicant(seen.sessionId))).rejects.toMatchObject({
			code: 'SESSION_EXPIRED'
		});
		expect((await readProgress(world.deps, world.applicant(seen.sessionId))).status).toBe('expired');
		expect(await expireOverdueSessions(world.deps)).toBe(1);
		expect((await getSession(world.deps, world.tenant(), swept.sessionId)).status).toBe('expired');
	});

	it('asks for consent first and for every picture before submit', async () => {
		const { sessionId } = await create();
		const applicant = world.applicant(sessionId);
		expect(await readProgress(world.deps, applicant)).toMatchObject({ step: 'consent', index: 1, total: 5 });
		await expect(submitSession(world.deps, applicant)).rejects.toMatchObject({ code: 'CONSENT_REQUIRED' });
		await giveConsent(world.deps, applicant, consent);
		await giveConsent(world.deps, applicant, consent);
		expect(await readProgress(world.deps, applicant)).toMatchObject({ step: 'id_front', status: 'capturing' });
		await expect(submitSession(world.deps, applicant)).rejects.toMatchObject({ code: 'EVIDENCE_INCOMPLETE' });
		const { t, db } = world.deps.store;
		expect(await db.select().from(t.consents).where(eq(t.consents.sessionId, sessionId))).toHaveLength(1);
	});

	it('replaces the link: the older secret and every handed-off phone stop working', async () => {
		const { sessionId, clientSecret } = await create();
		const { code } = await createHandoff(world.deps, world.applicant(sessionId));
		const phone = await redeemHandoff(world.deps, code);
		await authenticateApplicant(world.deps, sessionId, phone.credential);
		const unredeemed = await createHandoff(world.deps, world.applicant(sessionId));
		const fresh = await freshLink(world.deps, world.tenant(), sessionId);
		await expect(redeemHandoff(world.deps, unredeemed.code)).rejects.toMatchObject({ code: 'HANDOFF_INVALID' });
		const invalid = { code: 'CLIENT_SECRET_INVALID' };
		await expect(authenticateApplicant(world.deps, sessionId, clientSecret)).rejects.toMatchObject(invalid);
		await expect(authenticateApplicant(world.deps, sessionId, phone.credential)).rejects.toMatchObject(invalid);
		const applicant = await authenticateApplicant(world.deps, sessionId, fresh.clientSecret);
		expect(applicant).toEqual(world.applicant(sessionId));
	});

	it('lets one of fifty redeem a hand-off code, once, within five minutes', async () => {
		const { sessionId } = await create();
		const { code, url } = await createHandoff(world.deps, world.applicant(sessionId));
		expect(url).toBe(`http://localhost:3000/verification/session/${sessionId}?handoff=${code}`);
		const tries = await Promise.allSettled(Array.from({ length: 50 }, () => redeemHandoff(world.deps, code)));
		expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
		const late = await createHandoff(world.deps, world.applicant(sessionId));
		world.deps.clock.advance(5 * 60_000);
		await expect(redeemHandoff(world.deps, late.code)).rejects.toMatchObject({ code: 'HANDOFF_INVALID' });
	});

	it('leaves nobody waiting when the decision itself keeps failing: a person gets the session, the tenant gets the event', async () => {
		const { sessionId } = await create({ webhookUrl: 'https://tenant.example/hook' });
		const { t, db } = world.deps.store;
		const own = eq(t.verificationSessions.id, sessionId);
		await db.update(t.verificationSessions).set({ status: 'processing' }).where(own);
		const payload = { organizationId: 'org-a', sessionId };
		await world.deps.store.tx((tx) => abandonSession(tx, world.deps, payload));
		await world.deps.store.tx((tx) => abandonSession(tx, world.deps, payload));
		const view = await getSession(world.deps, world.tenant(), sessionId);
		expect(view).toMatchObject({
			status: 'completed',
			reviewStatus: 'pending_review',
			decision: { outcome: 'pending_review', reasons: ['analysis_failed'], decidedBy: 'policy' }
		});
		expect(view.checks.every((check) => check.outcome === 'not_run')).toBe(true);
		expect(await listSessionEvents(world.deps, world.tenant(), sessionId)).toMatchObject([
			{ type: 'verification.completed', state: 'pending', attempts: [] }
		]);
	});

	it('forgets idempotent answers and hand-off codes when their time is over', async () => {
		const tenant = world.tenant({ environment: 'live' });
		const body = Buffer.from('{}');
		const request = { key: 'forget-me', call: 'POST /', body };
		await idempotent(world.deps, tenant, request, (tx) => createSessionIn(tx, world.deps, tenant, input()));
		await createHandoff(world.deps, world.applicant((await create()).sessionId));
		const { t, db } = world.deps.store;
		world.deps.clock.advance(24 * 60 * 60_000);
		await forgetExpiredSecrets(world.deps);
		expect(await db.select().from(t.idempotencyKeys)).toEqual([]);
		expect(await db.select().from(t.handoffs)).toEqual([]);
	});

	it('answers NOT_FOUND for what is no id, whatever characters it holds', async () => {
		for (const id of ['\0', 'x', '../etc', 'A'.repeat(5000), "' or 1=1 --"])
			await expect(getSession(world.deps, world.tenant(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('opens no session with the secret of another', async () => {
		const [one, two] = [await create(), await create()];
		await expect(authenticateApplicant(world.deps, one.sessionId, two.clientSecret)).rejects.toMatchObject({
			code: 'CLIENT_SECRET_INVALID'
		});
	});

	it('gives the first answer again for the same Idempotency-Key, and makes one session of fifty tries at once', async () => {
		const tenant = world.tenant();
		const body = Buffer.from('{"externalUserId":"idem"}');
		const call = (key: string, bytes = body, who = tenant) =>
			idempotent(world.deps, who, { key, call: 'POST /', body: bytes }, (tx) =>
				createSessionIn(tx, world.deps, who, input({ externalUserId: 'idem' }))
			);
		const answers = await Promise.all(Array.from({ length: 50 }, () => call('k-1')));
		expect(new Set(answers.map((answer) => answer.sessionId)).size).toBe(1);
		expect(new Set(answers.map((answer) => answer.clientSecret)).size).toBe(1);
		const { sessions } = await listSessions(world.deps, tenant, { limit: 100, externalUserId: 'idem' });
		expect(sessions).toHaveLength(1);
		await expect(call('k-1', Buffer.from('{}'))).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
		const elsewhere = await call('k-1', body, world.tenant({ organizationId: 'org-b' }));
		expect(elsewhere.sessionId).not.toBe(answers[0]?.sessionId);
		world.deps.clock.advance(24 * 60 * 60_000);
		expect((await call('k-1')).sessionId).not.toBe(answers[0]?.sessionId);
	});

	it('answers a repeated link, cancel and redact like the first, and takes a key for one call alone', async () => {
		const tenant = world.tenant();
		const { sessionId } = await create();
		const body = new Uint8Array();
		const link = () =>
			idempotent(world.deps, tenant, { key: 'k-link', call: `POST ${sessionId}/link`, body }, (tx) =>
				freshLinkIn(tx, world.deps, tenant, sessionId)
			);
		const answers = [await link(), await link(), await link()];
		expect(new Set(answers.map(({ clientSecret }) => clientSecret)).size).toBe(1);
		// The repeated call has replaced nothing: the first answer's secret still opens the session.
		await authenticateApplicant(world.deps, sessionId, answers[0]?.clientSecret);
		const cancel = (key: string) =>
			idempotent(world.deps, tenant, { key, call: `POST ${sessionId}/cancel`, body }, (tx) =>
				cancelSessionIn(tx, world.deps, tenant, sessionId)
			);
		await expect(cancel('k-link')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
		await Promise.all([cancel('k-cancel'), cancel('k-cancel')]);
		const redact = () =>
			idempotent(world.deps, tenant, { key: 'k-redact', call: `POST ${sessionId}/redact`, body }, (tx) =>
				redactSessionIn(tx, world.deps, tenant, sessionId)
			);
		expect(await redact()).toEqual(await redact());
		expect(await link()).toEqual(answers[0]);
	});

	it('stores no answer of a call that failed: the same key may try again', async () => {
		const tenant = world.tenant();
		const { sessionId } = await create();
		const request = { key: 'k-fails', call: 'POST x', body: new Uint8Array() };
		const failing = idempotent(world.deps, tenant, request, function* (tx) {
			yield* cancelSessionIn(tx, world.deps, tenant, sessionId);
			throw new Error('the disk is full');
		});
		await expect(failing).rejects.toThrow('the disk is full');
		expect((await getSession(world.deps, tenant, sessionId)).status).toBe('created');
		await idempotent(world.deps, tenant, request, (tx) => cancelSessionIn(tx, world.deps, tenant, sessionId));
		expect((await getSession(world.deps, tenant, sessionId)).status).toBe('canceled');
	});

	it('keeps every policy version, and judges a session by the one it was made under', async () => {
		const owner = world.operator();
		const before = await create({ policy: { minimumAge: 21 } });
		expect((await readPolicy(world.deps, owner, { environment: 'test' })).version).toBe(0);
		const saved = await savePolicy(world.deps, owner, {
			environment: 'test',
			policy: { minimumAge: 25, automaticApproval: true }
		});
		expect(saved).toMatchObject({ version: 1, policy: { minimumAge: 25, automaticApproval: true } });
		const after = await create();
		const { t, db } = world.deps.store;
		const version = async (id: string) =>
			(await db.select().from(t.verificationSessions).where(eq(t.verificationSessions.id, id)))[0]?.policyVersion;
		expect(await version(before.sessionId)).toBe(0);
		expect(await version(after.sessionId)).toBe(1);
		const viewer = world.operator({ role: 'viewer' });
		await expect(
			savePolicy(world.deps, viewer, { environment: 'test', policy: { minimumAge: 0, automaticApproval: true } })
		).rejects.toMatchObject({ code: 'ROLE_INSUFFICIENT' });
		expect((await readPolicy(world.deps, owner, { environment: 'live' })).version).toBe(0);
	});

	it('leads people only to the organization’s return origins, once it has any', async () => {
		const owner = world.operator({ organizationId: 'org-b' });
		const tenant = world.tenant({ organizationId: 'org-b' });
		const returnOrigins = ['https://shop.example'];
		for (const wrong of ['https://shop.example/', 'shop.example', 'ftp://shop.example', 'HTTPS://shop.example'])
			expect(OrganizationPolicyInput.safeParse({ returnOrigins: [wrong] }).success, wrong).toBe(false);
		await savePolicy(world.deps, owner, { environment: 'test', policy: { returnOrigins } });
		const make = async (returnUrl: string) => createSession(world.deps, tenant, input({ returnUrl }));
		expect(await make('https://shop.example/done')).not.toHaveProperty('warnings');
		expect(await make('https://elsewhere.example/done')).toMatchObject({ warnings: [{ code: 'RETURN_URL_IGNORED' }] });
	});
});

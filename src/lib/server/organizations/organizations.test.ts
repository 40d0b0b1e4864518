import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
	authenticateSecretKey,
	authorize,
	logIn,
	readLoginSession,
	readPublishableKey,
	type OperatorPrincipal
} from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { makeWorld, type World } from '$lib/server/verification/testing';
import {
	asCommandLine,
	listApiKeys,
	memberOf,
	mintApiKey,
	resetPassword,
	revokeApiKey,
	rotateApiKey,
	signUp,
	SignUpInput
} from '.';
import { addMember } from './testing';

const ANNA = {
	organizationName: 'Anna & Co',
	email: 'anna@example.com',
	password: 'correct horse',
	address: '192.0.2.1'
};

onEveryDatabase('organizations', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	const admin = (operator: OperatorPrincipal = world.operator()) => authorize(operator, 'administer');
	const auditRows = (targetId: string) => {
		const { db, t } = world.deps.store;
		return db.select().from(t.auditEvents).where(eq(t.auditEvents.targetId, targetId)).orderBy(t.auditEvents.action);
	};

	it('signs up a person as the owner of an organization of their own, logged in', async () => {
		const { token } = await signUp(world.deps, ANNA);
		expect(await readLoginSession(world.deps, token)).toMatchObject({ organizationName: 'Anna & Co', role: 'owner' });
	});

	it('refuses an address twice, whatever its letters look like, and leaves nothing behind', async () => {
		await signUp(world.deps, ANNA);
		const { db, t } = world.deps.store;
		const before = await db.select().from(t.organizations);
		await expect(signUp(world.deps, { ...ANNA, email: 'ANNA@example.com' })).rejects.toMatchObject({
			code: 'VALIDATION_FAILED',
			fields: [{ path: 'email', message: 'cannot_be_used' }]
		});
		expect(await db.select().from(t.organizations)).toEqual(before);
	});

	it('signs nobody up where sign-up is closed', async () => {
		const closed = { ...world.deps, config: { ...world.deps.config, signupOpen: false } };
		await expect(signUp(closed, ANNA)).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	it('gives the whole keys once; rows and lists hold hashes and prefixes only', async () => {
		const pair = await mintApiKey(world.deps, admin(), { environment: 'test', label: 'backend' });
		expect(pair.secretKey).toMatch(/^sk_test_[0-9a-f]{56}$/);
		expect(pair.publishableKey).toMatch(/^pk_test_[0-9a-f]{56}$/);
		const rows = await world.deps.store.db.select().from(world.deps.store.t.organizationApiKeys);
		const listed = await listApiKeys(world.deps, authorize(world.operator(), 'read'));
		for (const shown of [JSON.stringify(rows), JSON.stringify(listed)]) {
			expect(shown).toContain(pair.secretKeyPrefix);
			expect(shown).not.toContain(pair.secretKey);
			expect(shown).not.toContain(pair.publishableKey);
		}
	});

	it('ends a revoked key with the next request, keeps its row, and names its id in the audit log', async () => {
		const pair = await mintApiKey(world.deps, admin(), { environment: 'live', label: 'backend' });
		const header = `Bearer ${pair.secretKey}`;
		expect(await authenticateSecretKey(world.deps, header)).toMatchObject({ environment: 'live', apiKeyId: pair.id });
		const revoked = await revokeApiKey(world.deps, admin(), { keyId: pair.id });
		expect(await revokeApiKey(world.deps, admin(), { keyId: pair.id })).toEqual(revoked);
		await expect(authenticateSecretKey(world.deps, header)).rejects.toMatchObject({ code: 'API_KEY_INVALID' });
		const [row] = await listApiKeys(world.deps, authorize(world.operator(), 'read'));
		expect(row).toMatchObject({ id: pair.id, revokedAt: revoked.revokedAt });
		expect((await auditRows(pair.id)).map(({ action, actorId }) => [action, actorId])).toEqual([
			['api_key.minted', 'user-a'],
			['api_key.revoked', 'user-a']
		]);
	});

	it('replaces a key by another while both work, until the end that was chosen; revoking ends it before', async () => {
		const owner = authorize(world.operator(), 'administer');
		const works = (secretKey: string) =>
			authenticateSecretKey(world.deps, `Bearer ${secretKey}`).then(
				() => true,
				() => false
			);
		const before = await mintApiKey(world.deps, owner, { environment: 'live', label: 'backend' });
		const after = await rotateApiKey(world.deps, owner, { keyId: before.id, overlapHours: 24 });
		expect(after).toMatchObject({ environment: 'live', label: 'backend' });
		expect([await works(before.secretKey), await works(after.secretKey)]).toEqual([true, true]);
		// Whoever rotates again cannot lengthen what was shortened.
		await expect(rotateApiKey(world.deps, owner, { keyId: before.id, overlapHours: 48 })).rejects.toMatchObject({
			code: 'NOT_FOUND'
		});
		world.deps.clock.advance(24 * 60 * 60_000 - 1);
		expect(await works(before.secretKey)).toBe(true);
		world.deps.clock.advance(1);
		expect([await works(before.secretKey), await works(after.secretKey)]).toEqual([false, true]);
		await expect(readPublishableKey(world.deps, before.publishableKey)).rejects.toMatchObject({
			code: 'API_KEY_INVALID'
		});
		const last = await rotateApiKey(world.deps, owner, { keyId: after.id, overlapHours: 720 });
		await revokeApiKey(world.deps, owner, { keyId: after.id });
		expect([await works(after.secretKey), await works(last.secretKey)]).toEqual([false, true]);
		const none = await rotateApiKey(world.deps, owner, { keyId: last.id, overlapHours: 0 });
		expect([await works(last.secretKey), await works(none.secretKey)]).toEqual([false, true]);
	});

	it('does not let one organization see or revoke the keys of another', async () => {
		const pair = await mintApiKey(world.deps, admin(), { environment: 'test', label: 'backend' });
		const stranger = world.operator({ organizationId: 'org-b' });
		expect(await listApiKeys(world.deps, authorize(stranger, 'read'))).toEqual([]);
		await expect(revokeApiKey(world.deps, admin(stranger), { keyId: pair.id })).rejects.toMatchObject({
			code: 'NOT_FOUND'
		});
		expect(await authenticateSecretKey(world.deps, `Bearer ${pair.secretKey}`)).toBeTruthy();
	});

	it('knows a member in their own organization only: elsewhere there is none', async () => {
		const login = await addMember(world.deps, 'org-a', 'reviewer');
		const caller = { deps: world.deps, login };
		expect(await memberOf(caller, 'org-a')).toMatchObject({ organizationId: 'org-a', role: 'reviewer' });
		await expect(memberOf(caller, 'org-b')).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await expect(memberOf({ deps: world.deps, login: null }, 'org-a')).rejects.toMatchObject({
			code: 'LOGIN_REQUIRED'
		});
	});

	it.each([
		['a short password', { password: 'too short' }, 'password'],
		['a huge password', { password: 'x'.repeat(257) }, 'password'],
		['no e-mail address', { email: 'anna' }, 'email'],
		['no organization', { organizationName: '  ' }, 'organizationName']
	])('asks again for %s', (_, change, path) => {
		const { organizationName, email, password } = { ...ANNA, ...change };
		const parsed = SignUpInput.safeParse({ organizationName, email, password });
		expect(parsed.error?.issues[0]?.path).toEqual([path]);
	});

	it('gives a fresh password that alone opens the account, ends every login session, and says so in the audit log', async () => {
		const { token } = await signUp(world.deps, ANNA);
		const login = await readLoginSession(world.deps, token);
		const { userId, password } = await resetPassword(world.deps, { email: ' Anna@Example.com' });
		expect(userId).toBe(login?.userId);
		expect(await readLoginSession(world.deps, token)).toBeNull();
		const { email, address } = ANNA;
		await expect(logIn(world.deps, { email, password: ANNA.password, address })).rejects.toMatchObject({
			code: 'LOGIN_FAILED'
		});
		expect((await logIn(world.deps, { email, password, address })).token).toBeTruthy();
		expect(await auditRows(userId)).toMatchObject([
			{ action: 'user.logged_in', actorId: userId },
			{ action: 'user.logged_in', actorId: userId },
			{ action: 'user.password_reset', actorId: 'command_line' }
		]);
		await expect(resetPassword(world.deps, { email: 'nobody@example.com' })).rejects.toMatchObject({
			code: 'NOT_FOUND'
		});
	});

	it('lets the command line act for the one organization there is, and asks which where there are several', async () => {
		await expect(asCommandLine(world.deps)).rejects.toMatchObject({ code: 'NOT_FOUND' });
		const operator = await asCommandLine(world.deps, 'org-b');
		const { id } = await mintApiKey(world.deps, authorize(operator, 'administer'), { environment: 'test', label: 'x' });
		expect(await auditRows(id)).toMatchObject([{ organizationId: 'org-b', actorId: 'command_line' }]);
		await expect(asCommandLine(world.deps, 'org-c')).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});
});

import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { changePassword, finishLogIn, hashPassword, hashSecret, recordForPerson, type Login } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { applyResetLink, makeResetLink, resetPassword } from './index';
import { addMember } from './testing';

const address = '192.0.2.1';

onEveryDatabase('a new password', ({ openFresh }) => {
	let world: World;
	let owner: Login;
	let reviewer: Login;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		owner = await addMember(world.deps, 'org-a', 'owner');
		reviewer = await addMember(world.deps, 'org-a', 'reviewer');
	});
	afterEach(() => world.close());

	const codeOf = (call: Promise<unknown>) =>
		call.then(
			() => 'ok',
			(error: { code: string }) => error.code
		);
	/** A login whose password was right, and whose second step is not done. */
	async function halfLogin(): Promise<string> {
		const { db, t } = world.deps.store;
		const pending = world.deps.ids.hex(32);
		const expiresAt = world.deps.clock.now() + 60_000;
		await db
			.insert(t.pendingLogins)
			.values({ id: hashSecret(pending), userId: reviewer.userId, expiresAt, attempts: 0 });
		return pending;
	}
	const finish = (pending: string) => codeOf(finishLogIn(world.deps, { pending, code: '000000', address }));
	async function resetLink(): Promise<string> {
		const { userId, organizationId, role } = owner;
		const operator = { kind: 'operator', userId, organizationId, role } as const;
		return (await makeResetLink(world.deps, operator, { userId: reviewer.userId })).url.split('/').at(-1) ?? '';
	}
	const apply = (token: string) => codeOf(applyResetLink(world.deps, { token, password: 'correct horse', address }));

	it('from the command line ends half logins and reset links', async () => {
		const pending = await halfLogin();
		expect(await finish(pending)).toBe('LOGIN_FAILED');
		const token = await resetLink();
		await resetPassword(world.deps, { email: reviewer.email });
		expect(await finish(pending)).toBe('SESSION_EXPIRED');
		expect(await apply(token)).toBe('NOT_FOUND');
	});

	it('of one’s own ends half logins', async () => {
		const { db, t } = world.deps.store;
		const passwordHash = await hashPassword('the one before');
		await db.update(t.users).set({ passwordHash }).where(eq(t.users.id, reviewer.userId));
		const pending = await halfLogin();
		await changePassword(world.deps, reviewer, { current: 'the one before', next: 'the one after' }, (tx) =>
			recordForPerson(tx, world.deps, { userId: reviewer.userId, by: reviewer.userId, action: 'user.password_changed' })
		);
		expect(await finish(pending)).toBe('SESSION_EXPIRED');
	});

	it('is not set by a link whose person has come to belong elsewhere, or nowhere, since it was made', async () => {
		const token = await resetLink();
		const { db, t } = world.deps.store;
		const { userId } = reviewer;
		const elsewhere = { organizationId: 'org-b', userId, role: 'owner', createdAt: world.deps.clock.now() } as const;
		await db.insert(t.memberships).values(elsewhere);
		expect(await apply(token)).toBe('NOT_FOUND');
		await db.delete(t.memberships).where(eq(t.memberships.userId, userId));
		expect(await apply(token)).toBe('NOT_FOUND');
	});
});

import { generateHOTP } from '@oslojs/otp';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
	beginSecondStep,
	changePassword,
	confirmSecondStep,
	endLogin,
	endOtherLogins,
	finishLogIn,
	hashPassword,
	listLogins,
	logIn,
	logOut,
	openLoginSession,
	readLoginSession,
	recordForPerson,
	type Login,
	type OperatorPrincipal
} from '$lib/server/auth';
import type { Tx } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { makeWorld, type World } from '$lib/server/verification/testing';
import {
	acceptInvitation,
	applyResetLink,
	invite,
	listInvitations,
	listOwnPlaces,
	listPeople,
	makeResetLink,
	readInvitation,
	removeMember,
	revokeInvitation,
	setRole,
	showPlace
} from './index';
import { addMember } from './testing';

const PASSWORD = 'correct horse battery';
const address = '192.0.2.1';

onEveryDatabase('the people of an organization', ({ openFresh }) => {
	let world: World;
	let owner: Login;
	let admin: Login;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		owner = await addMember(world.deps, 'org-a', 'owner');
		admin = await addMember(world.deps, 'org-a', 'admin');
	});
	afterEach(() => world.close());

	const as = ({ userId, organizationId, role }: Login): OperatorPrincipal => ({
		...{ kind: 'operator', userId, organizationId, role }
	});
	const noted = (person: Login, action: string) => (tx: Tx) =>
		recordForPerson(tx, world.deps, { userId: person.userId, by: person.userId, action });
	const unnoted = noted({ userId: 'nobody' } as Login, 'nothing');
	const tokenOf = (url: string) => url.split('/').at(-1) ?? '';
	const codeOf = (call: Promise<unknown>) =>
		call.then(
			() => 'ok',
			(error: { code: string }) => error.code
		);
	const join = (url: string, password = PASSWORD) =>
		acceptInvitation(world.deps, { token: tokenOf(url), password, address });
	/** A password that this person really has. */
	async function givePassword({ userId }: Login): Promise<void> {
		const { db, t } = world.deps.store;
		await db
			.update(t.users)
			.set({ passwordHash: await hashPassword(PASSWORD) })
			.where(eq(t.users.id, userId));
	}
	async function codeFor(uri: string): Promise<string> {
		const base32 = new URL(uri).searchParams.get('secret') ?? '';
		const bits = [...base32].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'));
		const bytes =
			bits
				.join('')
				.match(/.{8}/g)
				?.map((eight) => Number.parseInt(eight, 2)) ?? [];
		return generateHOTP(new Uint8Array(bytes), BigInt(Math.floor(world.deps.clock.now() / 30_000)), 6);
	}

	it('join by a link, once, within a week, with the role that was given; the link is kept as a hash only', async () => {
		const { url } = await invite(world.deps, as(admin), { email: 'New@Example.com', role: 'reviewer' });
		const rows = await world.deps.store.db.select().from(world.deps.store.t.invitations);
		expect(JSON.stringify(rows)).not.toContain(tokenOf(url));
		expect(await readInvitation(world.deps, tokenOf(url))).toEqual({
			...{ organizationName: 'Organization A', email: 'new@example.com', role: 'reviewer', known: false },
			secondStepRequired: false
		});
		const { token } = await join(url);
		expect(await readLoginSession(world.deps, token ?? '')).toMatchObject({
			role: 'reviewer',
			organizationId: 'org-a'
		});
		expect(await codeOf(join(url))).toBe('NOT_FOUND');
		expect(await listInvitations(world.deps, as(admin))).toEqual([]);
		expect(await codeOf(invite(world.deps, as(admin), { email: 'new@example.com', role: 'viewer' }))).toBe(
			'VALIDATION_FAILED'
		);

		const late = await invite(world.deps, as(admin), { email: 'late@example.com', role: 'viewer' });
		const taken = await invite(world.deps, as(admin), { email: 'taken@example.com', role: 'viewer' });
		const [open] = (await listInvitations(world.deps, as(admin))).filter(({ email }) => email === 'taken@example.com');
		await revokeInvitation(world.deps, as(admin), { id: open?.id ?? '' });
		expect(await codeOf(join(taken.url))).toBe('NOT_FOUND');
		world.deps.clock.advance(7 * 24 * 60 * 60_000 + 1);
		expect(await codeOf(join(late.url))).toBe('NOT_FOUND');
	});

	it('use one link once, however many try at the same moment', async () => {
		const { url } = await invite(world.deps, as(owner), { email: 'twice@example.com', role: 'viewer' });
		const results = await Promise.allSettled([join(url), join(url), join(url)]);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect((await listPeople(world.deps, as(owner))).filter(({ email }) => email === 'twice@example.com')).toHaveLength(
			1
		);
	});

	it('who are somebody elsewhere join with the password they have, and switch between their places', async () => {
		const other = await addMember(world.deps, 'org-b', 'owner');
		await givePassword(other);
		const { url } = await invite(world.deps, as(owner), { email: other.email, role: 'viewer' });
		expect(await codeOf(join(url, 'a guess of somebody'))).toBe('LOGIN_FAILED');
		const { token } = await join(url);
		const login = await readLoginSession(world.deps, token ?? '');
		if (!login) throw new Error('not logged in');
		expect(await listOwnPlaces(world.deps, login)).toMatchObject([{ role: 'viewer' }, { role: 'owner' }]);
		await showPlace(world.deps, login, { organizationId: 'org-a' });
		expect(await readLoginSession(world.deps, token ?? '')).toMatchObject({ organizationId: 'org-a', role: 'viewer' });
		expect(await codeOf(showPlace(world.deps, owner, { organizationId: 'org-b' }))).toBe('NOT_FOUND');
		await removeMember(world.deps, as(owner), { userId: other.userId });
		expect(await readLoginSession(world.deps, token ?? '')).toMatchObject({ organizationId: 'org-b', role: 'owner' });
	});

	it('never lose their last owner, and owners are made and unmade by owners alone', async () => {
		const change = (who: Login, userId: string, role: Login['role']) =>
			codeOf(setRole(world.deps, as(who), { userId, role }));
		expect(await change(admin, owner.userId, 'viewer')).toBe('ROLE_INSUFFICIENT');
		expect(await change(admin, admin.userId, 'owner')).toBe('ROLE_INSUFFICIENT');
		expect(await codeOf(invite(world.deps, as(admin), { email: 'x@example.com', role: 'owner' }))).toBe(
			'ROLE_INSUFFICIENT'
		);
		expect(await change(owner, owner.userId, 'viewer')).toBe('LAST_OWNER');
		expect(await codeOf(removeMember(world.deps, as(owner), { userId: owner.userId }))).toBe('LAST_OWNER');
		expect(await change(owner, admin.userId, 'owner')).toBe('ok');
		// Two owners who demote each other at the same moment: one stays.
		const results = await Promise.all([
			change(owner, admin.userId, 'viewer'),
			change({ ...admin, role: 'owner' }, owner.userId, 'viewer')
		]);
		expect(results.filter((code) => code === 'ok')).toHaveLength(1);
		const owners = (await listPeople(world.deps, as(owner))).filter(({ role }) => role === 'owner');
		expect(owners).toHaveLength(1);
		// Whoever lost the role meanwhile is told so, whatever their page still shows.
		const [left] = [owner, admin].filter(({ userId }) => userId !== owners[0]?.userId);
		if (left) expect(await change({ ...left, role: 'owner' }, owner.userId, 'viewer')).toBe('ROLE_INSUFFICIENT');
	});

	it('get a new password by an owner’s link: once, within the hour, and only who belongs here alone', async () => {
		const reviewer = await addMember(world.deps, 'org-a', 'reviewer');
		const { token } = await openLoginSession(world.deps, reviewer.userId);
		const link = (who: Login, userId: string) => makeResetLink(world.deps, as(who), { userId });
		expect(await codeOf(link(admin, reviewer.userId))).toBe('ROLE_INSUFFICIENT');
		const { url } = await link(owner, reviewer.userId);
		const apply = (from: string) => applyResetLink(world.deps, { token: tokenOf(from), password: PASSWORD, address });
		await apply(url);
		expect(await readLoginSession(world.deps, token)).toBeNull();
		expect((await logIn(world.deps, { email: reviewer.email, password: PASSWORD, address })).token).toBeTruthy();
		expect(await codeOf(apply(url))).toBe('NOT_FOUND');
		const late = await link(owner, reviewer.userId);
		world.deps.clock.advance(60 * 60_000 + 1);
		expect(await codeOf(apply(late.url))).toBe('NOT_FOUND');

		// Another organization's owner must not be opened from here.
		const other = await addMember(world.deps, 'org-b', 'owner');
		expect(await codeOf(link(owner, other.userId))).toBe('NOT_FOUND');
		await givePassword(other);
		await join((await invite(world.deps, as(owner), { email: other.email, role: 'viewer' })).url);
		expect(await codeOf(link(owner, other.userId))).toBe('VALIDATION_FAILED');
	});

	it('with a second step are in only after a code, each used once; a recovery code works once, five wrong ones end it', async () => {
		await givePassword(owner);
		const { uri } = await beginSecondStep(world.deps, owner);
		// Not confirmed: nothing is asked for.
		expect((await logIn(world.deps, { email: owner.email, password: PASSWORD, address })).token).toBeTruthy();
		expect(await codeOf(confirmSecondStep(world.deps, owner.userId, '000000', unnoted))).toBe('LOGIN_FAILED');
		const first = await codeFor(uri);
		const { recoveryCodes } = await confirmSecondStep(
			world.deps,
			owner.userId,
			first,
			noted(owner, 'user.second_step_added')
		);
		expect(new Set(recoveryCodes).size).toBe(10);
		expect(await codeOf(beginSecondStep(world.deps, owner))).toBe('SETTINGS_CHANGED');

		const begin = async () =>
			(await logIn(world.deps, { email: owner.email, password: PASSWORD, address })).pending ?? '';
		const finish = (pending: string, code: string) => finishLogIn(world.deps, { pending, code, address });
		const pending = await begin();
		expect(await readLoginSession(world.deps, pending)).toBeNull();
		expect(await codeOf(finish(pending, first))).toBe('LOGIN_FAILED');
		world.deps.clock.advance(30_000);
		const code = await codeFor(uri);
		const both = await Promise.allSettled([finish(pending, code), finish(await begin(), code)]);
		expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await codeOf(finish(await begin(), recoveryCodes[0] ?? ''))).toBe('ok');
		const again = await begin();
		expect(await codeOf(finish(again, recoveryCodes[0] ?? ''))).toBe('LOGIN_FAILED');
		for (let guess = 0; guess < 4; guess++) expect(await codeOf(finish(again, '123456'))).toBe('LOGIN_FAILED');
		expect(await codeOf(finish(again, recoveryCodes[1] ?? ''))).toBe('SESSION_EXPIRED');
		const slow = await begin();
		world.deps.clock.advance(5 * 60_000 + 1);
		expect(await codeOf(finish(slow, recoveryCodes[1] ?? ''))).toBe('SESSION_EXPIRED');
		const { auditEvents, secondSteps } = world.deps.store.t;
		const log = await world.deps.store.db.select().from(auditEvents).where(eq(auditEvents.targetId, owner.userId));
		const times = (action: string) => log.filter((event) => event.action === action).length;
		expect([times('user.logged_in'), times('user.login_failed')]).toEqual([3, 7]);
		const kept = await world.deps.store.db.select().from(secondSteps);
		expect(JSON.stringify(kept)).not.toContain(new URL(uri).searchParams.get('secret') ?? 'x');
	});

	it('see and end their own logins, and lose all others with a new password', async () => {
		await givePassword(owner);
		const open = async () =>
			(await openLoginSession(world.deps, owner.userId, 'Mozilla/5.0 (X11) Firefox/140.0')).token;
		const [here, there, third] = [await open(), await open(), await open()];
		const me = await readLoginSession(world.deps, here);
		if (!me) throw new Error('not logged in');
		const logins = await listLogins(world.deps, me);
		expect(logins).toHaveLength(3);
		expect(logins.filter(({ current }) => current)).toMatchObject([{ device: 'firefox desktop' }]);
		const foreign = await openLoginSession(world.deps, admin.userId);
		const [theirs] = await listLogins(world.deps, { userId: admin.userId, loginSessionId: 'none' });
		expect(await codeOf(endLogin(world.deps, me, theirs?.id ?? ''))).toBe('NOT_FOUND');
		expect(await readLoginSession(world.deps, foreign.token)).not.toBeNull();
		await changePassword(world.deps, me, { current: PASSWORD, next: 'another long password' }, unnoted);
		expect(await readLoginSession(world.deps, there)).toBeNull();
		expect(await readLoginSession(world.deps, third)).toBeNull();
		expect(await readLoginSession(world.deps, here)).not.toBeNull();
		expect(await codeOf(changePassword(world.deps, me, { current: PASSWORD, next: 'whatever else' }, unnoted))).toBe(
			'LOGIN_FAILED'
		);
		await open();
		await endOtherLogins(world.deps, me);
		expect(await listLogins(world.deps, me)).toHaveLength(1);
		await logOut(world.deps, me, here);
		expect(await readLoginSession(world.deps, here)).toBeNull();
		const { auditEvents } = world.deps.store.t;
		const log = await world.deps.store.db.select().from(auditEvents).where(eq(auditEvents.action, 'user.logged_out'));
		expect(log).toMatchObject([{ organizationId: 'org-a', actorId: owner.userId }]);
	});
});

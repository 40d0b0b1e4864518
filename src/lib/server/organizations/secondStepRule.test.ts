import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
	hashSecret,
	hasSecondStep,
	openLoginSession,
	readLoginSession,
	readSecondStepEnded,
	type Login,
	type OperatorPrincipal
} from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { makeWorld, type World } from '$lib/server/verification/testing';
import {
	acceptInvitation,
	applyResetLink,
	endSecondStep,
	invite,
	listPeople,
	memberOf,
	readInvitation,
	readSecondStepRule,
	resetByLink,
	resetSecondStep,
	saveSecondStepRule
} from './index';
import { addMember } from './testing';

const address = '192.0.2.1';

onEveryDatabase('a second step as a duty', ({ openFresh }) => {
	let world: World;
	let owner: Login;
	let viewer: Login;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		owner = await addMember(world.deps, 'org-a', 'owner');
		viewer = await addMember(world.deps, 'org-a', 'viewer');
	});
	afterEach(() => world.close());

	const as = ({ userId, organizationId, role }: Login): OperatorPrincipal => ({
		...{ kind: 'operator', userId, organizationId, role }
	});
	const codeOf = (call: Promise<unknown>) =>
		call.then(
			() => 'ok',
			(error: { code: string }) => error.code
		);
	/** A second step of either kind, with codes, as the rows that setting one up leaves. */
	async function give({ userId }: Login, kind: 'app' | 'passkey'): Promise<void> {
		const { db, t } = world.deps.store;
		const common = { name: 'A key', transports: '', counter: 0, createdAt: 1 };
		if (kind === 'passkey')
			await db.insert(t.passkeys).values({ id: world.deps.ids.hex(8), userId, publicKey: Buffer.alloc(1), ...common });
		else await db.insert(t.secondSteps).values({ userId, secretSealed: Buffer.alloc(1), confirmedAt: 1, lastStep: 0 });
		await db.insert(t.recoveryCodes).values({ userId, codeHash: hashSecret(world.deps.ids.hex(8)) });
	}
	const require = (who: Login, required = true) => codeOf(saveSecondStepRule(world.deps, as(who), { required }));
	/** What was done, besides that somebody came in. */
	const events = async () =>
		(await world.deps.store.db.select().from(world.deps.store.t.auditEvents)).filter(
			({ action }) => action !== 'user.logged_in'
		);
	const audited = async () => (await events()).map(({ action }) => action);
	const open = async (person: Login) => (await openLoginSession(world.deps, person.userId)).token;
	const missing = async (token: string) => (await readLoginSession(world.deps, token))?.secondStepMissing;
	const password = 'correct horse battery';
	const tokenOf = (url: string) => url.split('/').at(-1) ?? '';

	it('is made one by an owner who has one, and by nobody else; it counts with the next request, for open logins too', async () => {
		const token = await open(viewer);
		expect(await require(viewer)).toBe('ROLE_INSUFFICIENT');
		expect(await require({ ...viewer, role: 'admin' })).toBe('ROLE_INSUFFICIENT');
		expect(await require(owner)).toBe('SECOND_STEP_REQUIRED');
		expect(await missing(token)).toBe(false);
		await give(owner, 'passkey');
		expect(await require(owner)).toBe('ok');
		expect(await require(owner)).toBe('ok');
		expect(await readSecondStepRule(world.deps, as(viewer))).toEqual({ required: true });
		expect(await missing(token)).toBe(true);
		expect(await missing(await open(owner))).toBe(false);
		expect(await codeOf(memberOf({ deps: world.deps, login: viewer }, 'org-a'))).toBe('SECOND_STEP_REQUIRED');
		await give(viewer, 'app');
		expect(await missing(token)).toBe(false);
		expect(await codeOf(memberOf({ deps: world.deps, login: viewer }, 'org-a'))).toBe('ok');
		expect(await require(owner, false)).toBe('ok');
		expect(await audited()).toEqual(['organization.second_step_required', 'organization.second_step_optional']);
	});

	it('is one organization’s: members of another are not asked', async () => {
		await give(owner, 'app');
		await require(owner);
		const other = await addMember(world.deps, 'org-b', 'owner');
		expect(await missing(await open(other))).toBe(false);
		expect(await readSecondStepRule(world.deps, as(other))).toEqual({ required: false });
		const { db, t } = world.deps.store;
		const place = { organizationId: 'org-a', userId: other.userId, role: 'viewer' as const };
		await db.insert(t.memberships).values({ ...place, createdAt: world.deps.clock.now() + 1 });
		// Of two organizations the one that asks is closed to them, the other is not.
		expect(await codeOf(memberOf({ deps: world.deps, login: other }, 'org-b'))).toBe('ok');
		expect(await codeOf(memberOf({ deps: world.deps, login: other }, 'org-a'))).toBe('SECOND_STEP_REQUIRED');
	});

	it('meets whoever joins by invitation, and is told to them before', async () => {
		await give(owner, 'app');
		await require(owner);
		const { url } = await invite(world.deps, as(owner), { email: 'new@example.com', role: 'admin' });
		expect(await readInvitation(world.deps, tokenOf(url))).toMatchObject({ secondStepRequired: true });
		const { token } = await acceptInvitation(world.deps, { token: tokenOf(url), password, address });
		expect(await missing(token ?? '')).toBe(true);
	});

	it('is shown with its kinds on the page of people', async () => {
		await give(owner, 'app');
		await give(owner, 'passkey');
		await give(owner, 'passkey');
		await give(viewer, 'passkey');
		const { db, t } = world.deps.store;
		const begun = await addMember(world.deps, 'org-a', 'reviewer');
		await db
			.insert(t.secondSteps)
			.values({ userId: begun.userId, secretSealed: Buffer.alloc(1), confirmedAt: null, lastStep: 0 });
		const people = await listPeople(world.deps, as(owner));
		const kindsOf = ({ userId }: Login) => people.find((person) => person.userId === userId)?.secondStep;
		expect(people).toHaveLength(3);
		expect([owner, viewer, begun].map(kindsOf)).toEqual([['app', 'passkey'], ['passkey'], []]);
	});

	it('is ended by an owner for a person of that organization alone: everything of it, and their logins; they are told', async () => {
		await give(viewer, 'app');
		await give(viewer, 'passkey');
		await give(owner, 'app');
		const token = await open(viewer);
		const end = (who: Login, whom: Login) => codeOf(endSecondStep(world.deps, as(who), { userId: whom.userId }));
		expect(await end({ ...viewer, role: 'admin' }, owner)).toBe('ROLE_INSUFFICIENT');
		expect(await end(owner, owner)).toBe('VALIDATION_FAILED');
		const stranger = await addMember(world.deps, 'org-b', 'owner');
		await give(stranger, 'app');
		expect(await end(owner, stranger)).toBe('NOT_FOUND');
		const { db, t } = world.deps.store;
		const place = { organizationId: 'org-a', userId: stranger.userId, role: 'viewer' as const, createdAt: 1 };
		await db.insert(t.memberships).values(place);
		expect(await end(owner, stranger)).toBe('VALIDATION_FAILED');
		expect(await hasSecondStep(world.deps, stranger.userId)).toBe(true);
		expect(await audited()).toEqual([]);

		expect(await end(owner, viewer)).toBe('ok');
		expect(await hasSecondStep(world.deps, viewer.userId)).toBe(false);
		expect(await db.select().from(t.recoveryCodes).where(eq(t.recoveryCodes.userId, viewer.userId))).toEqual([]);
		expect(await readLoginSession(world.deps, token)).toBeNull();
		expect(await hasSecondStep(world.deps, owner.userId)).toBe(true);
		expect(await audited()).toEqual(['user.second_step_ended']);
		const now = world.deps.clock.now();
		expect(await readSecondStepEnded(world.deps.store, viewer.userId)).toBe(now);
		const people = await listPeople(world.deps, as(owner));
		expect(people.find(({ userId }) => userId === viewer.userId)).toMatchObject({ secondStepEndedAt: now });
		expect(await end(owner, viewer)).toBe('NOT_FOUND');
	});

	it('of an only owner, or of somebody of several organizations, is ended on the machine, on record in each of them', async () => {
		await give(owner, 'app');
		const { db, t } = world.deps.store;
		const place = { organizationId: 'org-b', userId: owner.userId, role: 'owner' as const, createdAt: 1 };
		await db.insert(t.memberships).values(place);
		const token = await open(owner);
		expect(await resetSecondStep(world.deps, { email: ` ${owner.email.toUpperCase()}` })).toEqual({
			userId: owner.userId
		});
		expect(await readLoginSession(world.deps, token)).toBeNull();
		expect((await events()).map(({ organizationId, actorId }) => `${organizationId} ${actorId}`).sort()).toEqual([
			'org-a command_line',
			'org-b command_line'
		]);
		expect(await codeOf(resetSecondStep(world.deps, { email: owner.email }))).toBe('NOT_FOUND');
		expect(await codeOf(resetSecondStep(world.deps, { email: 'nobody@example.com' }))).toBe('NOT_FOUND');
	});

	it('stays with a link from the machine, which serves people of several organizations, once, within the hour', async () => {
		await give(owner, 'passkey');
		const { db, t } = world.deps.store;
		const place = { organizationId: 'org-b', userId: owner.userId, role: 'owner' as const, createdAt: 1 };
		await db.insert(t.memberships).values(place);
		const token = await open(owner);
		const apply = (url: string) => codeOf(applyResetLink(world.deps, { token: tokenOf(url), password, address }));
		const first = await resetByLink(world.deps, { email: owner.email });
		expect(first.url).toMatch(/^http:\/\/localhost:3000\/reset\/[0-9a-f]{64}$/);
		expect(await readLoginSession(world.deps, token)).toBeNull();
		const second = await resetByLink(world.deps, { email: owner.email });
		expect(await apply(first.url)).toBe('NOT_FOUND');
		expect(await apply(second.url)).toBe('ok');
		expect(await apply(second.url)).toBe('NOT_FOUND');
		expect(await hasSecondStep(world.deps, owner.userId)).toBe(true);
		const [passkey] = await db.select().from(t.passkeys);
		expect(passkey?.suspendedAt).toBe(world.deps.clock.now());
		const late = await resetByLink(world.deps, { email: owner.email });
		world.deps.clock.advance(60 * 60_000 + 1);
		expect(await apply(late.url)).toBe('NOT_FOUND');
		const recorded = (await db.select().from(t.auditEvents)).filter(
			({ action }) => action === 'user.password_set_by_link'
		);
		expect(recorded).toHaveLength(2);
	});
});

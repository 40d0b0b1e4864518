import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { NewPasskey, PasskeyAnswer } from '$lib/contract/passkeys';
import {
	addPasskey,
	beginPasskey,
	beginPasskeyLogIn,
	beginPasskeyStep,
	changePassword,
	eraseEndedLogins,
	finishByPasskey,
	finishLogIn,
	hashPassword,
	hasSecondStep,
	listPasskeys,
	logIn,
	logInByPasskey,
	readLoginSession,
	removePasskey,
	renamePasskey,
	type Login
} from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { notePasskeyRegression } from '$lib/server/organizations';
import { recordForPerson } from '../recordForPerson';
import { addMember } from '$lib/server/organizations/testing';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { softAuthenticator } from './testing';

const PASSWORD = 'correct horse battery';
const address = '192.0.2.1';
const WINDOWS_HELLO = '08987058cadc4b81b6e130de50dcbe96';

onEveryDatabase('a passkey', ({ openFresh }) => {
	let world: World;
	let anna: Login;
	let ben: Login;
	let origin: string;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		origin = world.deps.config.origin;
		anna = { ...(await addMember(world.deps, 'org-a', 'owner')), loginSessionId: 'login-anna' };
		ben = { ...(await addMember(world.deps, 'org-a', 'viewer')), loginSessionId: 'login-ben' };
		const { db, t } = world.deps.store;
		await db.update(t.users).set({ passwordHash: await hashPassword(PASSWORD) });
	});
	afterEach(() => world.close());

	const codeOf = (call: Promise<unknown>) =>
		call.then(
			() => 'ok',
			(error: { code?: string; message: string }) => error.code ?? error.message
		);
	const device = (more: { counts?: boolean; aaguid?: string } = {}) => softAuthenticator({ origin, ...more });
	const note = () => notePasskeyRegression(world.deps);
	const noted = (person: Login, action: string) => (tx: Parameters<typeof recordForPerson>[0]) =>
		recordForPerson(tx, world.deps, { userId: person.userId, by: person.userId, action });
	const keep = (person: Login, answer: NewPasskey) =>
		addPasskey(world.deps, person, answer, noted(person, 'user.passkey_added'));
	async function register(person: Login, on = device()) {
		return { on, ...(await keep(person, on.create(await beginPasskey(world.deps, person)))) };
	}
	const ask = () => beginPasskeyLogIn(world.deps, { address });
	const answer = (holder: string, given: PasskeyAnswer) =>
		logInByPasskey(world.deps, { address, holder, answer: given }, note());
	/** Logs in with it alone. */
	async function comeIn(on: ReturnType<typeof device>, lies: Parameters<typeof on.get>[1] = {}) {
		const { holder, options } = await ask();
		return answer(holder, on.get(options, lies));
	}
	const begin = async (person: Login) => {
		const { pending } = await logIn(world.deps, { email: person.email, password: PASSWORD, address });
		return pending ?? '';
	};
	const actions = async () =>
		(await world.deps.store.db.select().from(world.deps.store.t.auditEvents)).map(({ action }) => action);

	it('opens a login session alone, of the person for whom it was made, and is a second step for the password', async () => {
		const { on, name, recoveryCodes } = await register(anna, device({ aaguid: WINDOWS_HELLO }));
		expect(name).toBe('Windows Hello');
		expect(recoveryCodes).toHaveLength(10);
		const { token } = await comeIn(on);
		expect(await readLoginSession(world.deps, token)).toMatchObject({ email: anna.email, role: 'owner' });
		expect(await listPasskeys(world.deps, anna.userId)).toMatchObject([{ name, lastUsedAt: world.deps.clock.now() }]);
		// A second one brings no new codes: those that are stored away go on working.
		expect((await register(anna)).recoveryCodes).toEqual([]);
		expect(await hasSecondStep(world.deps, anna.userId)).toBe(true);
		expect(await logIn(world.deps, { email: anna.email, password: PASSWORD, address })).toMatchObject({
			kinds: ['passkey']
		});
		expect(await actions()).toEqual(['user.passkey_added', 'user.logged_in', 'user.passkey_added']);
	});

	it('of an unknown kind is named by its day', async () => {
		expect((await register(anna)).name).toBe(new Date(world.deps.clock.now()).toISOString().slice(0, 10));
	});

	it('finishes a login whose password was right, its own person’s only; a recovery code does too', async () => {
		const { on, recoveryCodes } = await register(anna);
		const { on: bens } = await register(ben);
		const finish = async (pending: string, by: typeof on) => {
			const options = await beginPasskeyStep(world.deps, { pending, address });
			return finishByPasskey(world.deps, { pending, answer: by.get(options), address }, note());
		};
		const pending = await begin(anna);
		expect((await beginPasskeyStep(world.deps, { pending, address })).allowCredentials).toHaveLength(1);
		expect(await codeOf(finish(pending, bens))).toBe('LOGIN_FAILED');
		const { token } = await finish(pending, on);
		expect(await readLoginSession(world.deps, token)).toMatchObject({ email: anna.email });
		// Used: the password has to be given again.
		expect(await codeOf(finish(pending, on))).toBe('SESSION_EXPIRED');
		expect(await codeOf(finish(await begin(anna), on))).toBe('ok');
		const byCode = { pending: await begin(anna), code: recoveryCodes[0] ?? '', address };
		expect(await codeOf(finishLogIn(world.deps, byCode))).toBe('ok');
	});

	it('takes five tries after a password, then the password again', async () => {
		const { on } = await register(anna);
		const pending = await begin(anna);
		const attempt = async (lies: Parameters<typeof on.get>[1]) => {
			const options = await beginPasskeyStep(world.deps, { pending, address });
			return codeOf(finishByPasskey(world.deps, { pending, answer: on.get(options, lies), address }, note()));
		};
		for (let tries = 0; tries < 5; tries++) expect(await attempt({ verified: false })).toBe('LOGIN_FAILED');
		expect(await codeOf(attempt({}))).toBe('SESSION_EXPIRED');
	});

	it('is refused alike from a wrong origin, for another site, unverified, unknown, as somebody else’s', async () => {
		const { on } = await register(anna);
		for (const lies of [
			{ origin: 'https://login.example.net' },
			{ rpId: 'example.net' },
			{ verified: false },
			{ userId: ben.userId },
			{ userId: null }
		])
			expect(await codeOf(comeIn(on, lies)), JSON.stringify(lies)).toBe('LOGIN_FAILED');
		expect(await codeOf(comeIn(device(), { userId: anna.userId }))).toBe('LOGIN_FAILED');
		const { holder, options } = await ask();
		const good = on.get(options);
		const other = on.get({ challenge: Buffer.alloc(32, 7).toString('base64url') });
		const mixed = { ...good, response: { ...good.response, signature: other.response.signature } };
		expect(await codeOf(answer(holder, mixed))).toBe('LOGIN_FAILED');
	});

	it('answers a challenge once, within five minutes, in the browser that asked, and for what it was asked', async () => {
		const { on } = await register(anna);
		const first = await ask();
		const given = on.get(first.options);
		const elsewhere = await ask();
		expect(await codeOf(answer(elsewhere.holder, given))).toBe('LOGIN_FAILED');
		expect(await codeOf(answer(first.holder, given))).toBe('ok');
		expect(await codeOf(answer(first.holder, on.get(first.options)))).toBe('LOGIN_FAILED');

		const late = await ask();
		world.deps.clock.advance(5 * 60_000);
		expect(await codeOf(answer(late.holder, on.get(late.options)))).toBe('LOGIN_FAILED');
		const pending = await begin(anna);
		const step = await beginPasskeyStep(world.deps, { pending, address });
		expect(await codeOf(answer(pending, on.get(step)))).toBe('LOGIN_FAILED');

		const unused = await ask();
		const { db, t } = world.deps.store;
		const kept = JSON.stringify(await db.select().from(t.passkeyChallenges));
		expect(kept).not.toContain(unused.options.challenge);
		expect(kept).not.toContain(unused.holder);
		world.deps.clock.advance(5 * 60_000);
		await eraseEndedLogins(world.deps);
		expect(await db.select().from(t.passkeyChallenges)).toEqual([]);
	});

	it('that counts backwards or stands still is refused and written down; one that never counts is not', async () => {
		const { on } = await register(anna);
		await comeIn(on, { counter: 9 });
		for (const counter of [9, 3, 0]) expect(await codeOf(comeIn(on, { counter }))).toBe('LOGIN_FAILED');
		expect((await actions()).filter((action) => action === 'user.passkey_refused')).toHaveLength(3);
		expect(await codeOf(comeIn(on, { counter: 10 }))).toBe('ok');
		const { on: synced } = await register(ben, device({ counts: false }));
		for (let time = 0; time < 3; time++) expect(await codeOf(comeIn(synced))).toBe('ok');
		expect((await actions()).filter((action) => action === 'user.passkey_refused')).toHaveLength(3);
	});

	it('is guessed at ten times in a quarter of an hour, then not even the right one opens', async () => {
		const { on } = await register(anna);
		for (let guess = 0; guess < 10; guess++) expect(await codeOf(comeIn(on, { verified: false }))).toBe('LOGIN_FAILED');
		expect(await codeOf(comeIn(on))).toBe('RATE_LIMITED');
		world.deps.clock.advance(17 * 60_000);
		expect(await codeOf(comeIn(on))).toBe('ok');
	});

	it('is made under this login’s fresh challenge, on this site, verified, and once', async () => {
		const on = device();
		const options = await beginPasskey(world.deps, anna);
		expect(await codeOf(keep(ben, on.create(options)))).toBe('SESSION_EXPIRED');
		const elsewhere = { ...anna, loginSessionId: 'another browser' };
		expect(await codeOf(keep(elsewhere, on.create(options)))).toBe('SESSION_EXPIRED');
		for (const lies of [{ origin: 'https://example.net' }, { rpId: 'example.net' }, { verified: false }]) {
			const asked = await beginPasskey(world.deps, anna);
			expect(await codeOf(keep(anna, on.create(asked, lies))), JSON.stringify(lies)).toBe('VALIDATION_FAILED');
		}
		const asked = await beginPasskey(world.deps, anna);
		expect(await codeOf(keep(anna, on.create(asked)))).toBe('ok');
		expect(await codeOf(keep(anna, on.create(asked)))).toBe('SESSION_EXPIRED');
		// The same key for somebody else would open two people.
		expect(await codeOf(keep(ben, on.create(await beginPasskey(world.deps, ben))))).toBe('VALIDATION_FAILED');
		const late = await beginPasskey(world.deps, anna);
		world.deps.clock.advance(5 * 60_000);
		expect(await codeOf(keep(anna, device().create(late)))).toBe('SESSION_EXPIRED');
		expect(await listPasskeys(world.deps, anna.userId)).toHaveLength(1);
	});

	it('is renamed and removed by its person alone; recovery codes go with the last', async () => {
		const { id, on, recoveryCodes } = await register(anna);
		world.deps.clock.advance(1);
		const second = await register(anna);
		const { store } = world.deps;
		const remove = (person: Login, which: string) => codeOf(store.tx((tx) => removePasskey(tx, person.userId, which)));
		const rename = (person: Login) =>
			codeOf(store.tx((tx) => renamePasskey(tx, person.userId, { id, name: 'Yellow key' })));
		expect(await rename(ben)).toBe('NOT_FOUND');
		expect(await remove(ben, id)).toBe('NOT_FOUND');
		expect(await rename(anna)).toBe('ok');
		expect(await listPasskeys(world.deps, anna.userId)).toMatchObject([{ name: 'Yellow key' }, {}]);
		expect(await listPasskeys(world.deps, ben.userId)).toEqual([]);
		expect(await remove(anna, id)).toBe('ok');
		expect(await codeOf(comeIn(on))).toBe('LOGIN_FAILED');
		const pending = await begin(anna);
		expect(await codeOf(finishLogIn(world.deps, { pending, code: recoveryCodes[0] ?? '', address }))).toBe('ok');
		expect(await remove(anna, second.id)).toBe('ok');
		expect(await store.db.select().from(store.t.recoveryCodes)).toEqual([]);
		expect((await logIn(world.deps, { email: anna.email, password: PASSWORD, address })).token).toBeTruthy();
	});

	it('opens nothing alone after a new password, until it was used once after that password', async () => {
		const { on } = await register(anna);
		const next = 'another long password';
		await changePassword(world.deps, anna, { current: PASSWORD, next }, noted(anna, 'user.password_changed'));
		expect(await codeOf(comeIn(on))).toBe('LOGIN_FAILED');
		expect(await listPasskeys(world.deps, anna.userId)).toMatchObject([{ suspended: true }]);
		const { pending = '' } = await logIn(world.deps, { email: anna.email, password: next, address });
		const options = await beginPasskeyStep(world.deps, { pending, address });
		await finishByPasskey(world.deps, { pending, answer: on.get(options), address }, note());
		expect(await codeOf(comeIn(on))).toBe('ok');
	});

	it('cannot be had where browsers give none: plain http, and addresses without a name', async () => {
		for (const [place, message] of [
			['http://intranet.example', 'insecure'],
			['https://192.0.2.7', 'address'],
			['http://[::1]:3000', 'address']
		] as const) {
			const deps = { ...world.deps, config: { ...world.deps.config, origin: place } };
			await expect(beginPasskey(deps, anna)).rejects.toMatchObject({ fields: [{ path: 'origin', message }] });
			await expect(beginPasskeyLogIn(deps, { address })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
		}
	});

	it('is kept without anything that opens: a public key, and no challenge', async () => {
		await register(anna);
		const { db, t } = world.deps.store;
		const [row] = await db.select().from(t.passkeys).where(eq(t.passkeys.userId, anna.userId));
		expect(row?.publicKey.length).toBe(77);
		expect(await db.select().from(t.passkeyChallenges)).toEqual([]);
	});
});

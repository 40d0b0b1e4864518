import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore } from '$lib/server/db/testing';
import { signUp } from '$lib/server/organizations';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { addressGroup } from './guessLimits';
import { logIn } from './logIn';
import { readLoginSession } from './loginSession';
import { HASH_OF_NOBODY, hashPassword } from './password';

const ACCOUNT = { email: 'Anna@Example.com ', password: 'correct horse battery' };
let world: World;

const codeOf = (attempt: Promise<unknown>) =>
	attempt.then(
		() => 'in',
		(error: { code?: string }) => error.code
	);

describe('logging in', () => {
	beforeEach(async () => {
		world = await makeWorld(await openTestStore());
		await signUp(world.deps, { organizationName: 'Anna & Co', ...ACCOUNT, address: '192.0.2.1' });
	});
	afterEach(() => world.close());

	it('opens a session of its own, not one that was open before', async () => {
		const before = await logIn(world.deps, { ...ACCOUNT, address: '192.0.2.1' });
		const after = await logIn(world.deps, { ...ACCOUNT, email: 'anna@example.com', address: '192.0.2.1' });
		expect(after.token).not.toBe(before.token);
		expect(await readLoginSession(world.deps, after.token ?? '')).toMatchObject({
			role: 'owner',
			email: 'anna@example.com'
		});
	});

	it('refuses a wrong password and an unknown address alike', async () => {
		const wrong = { ...ACCOUNT, password: 'wrong password', address: '192.0.2.1' };
		const unknown = { email: 'nobody@example.com', password: 'x', address: '192.0.2.1' };
		expect(await codeOf(logIn(world.deps, wrong))).toBe('LOGIN_FAILED');
		expect(await codeOf(logIn(world.deps, unknown))).toBe('LOGIN_FAILED');
	});

	it('evaluates ten guesses per account in a quarter of an hour: then the right password is refused too', async () => {
		for (let guess = 0; guess < 10; guess++)
			expect(
				await codeOf(logIn(world.deps, { ...ACCOUNT, password: `guess ${guess}`, address: `192.0.2.${guess}` }))
			).toBe('LOGIN_FAILED');
		expect(await codeOf(logIn(world.deps, { ...ACCOUNT, address: '198.51.100.7' }))).toBe('RATE_LIMITED');
		world.deps.clock.advance(17 * 60_000);
		expect(await codeOf(logIn(world.deps, { ...ACCOUNT, address: '198.51.100.7' }))).toBe('in');
	});
});

describe('passwords', () => {
	it('burn the same work for an account that does not exist', async () => {
		const parameters = (encoded: string) => encoded.split('$').slice(1, 4).join('$');
		expect(parameters(HASH_OF_NOBODY)).toBe(parameters(await hashPassword('any password')));
		expect(parameters(HASH_OF_NOBODY)).toBe('argon2id$v=19$m=65536,t=3,p=1');
	});
});

describe('addressGroup', () => {
	it.each([
		['192.0.2.7', '192.0.2.7'],
		['::ffff:192.0.2.7', '192.0.2.7'],
		['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
		['2001:db8:1:2:bbbb:0:0:9', '2001:db8:1:2'],
		['fe80::1%eth0', 'fe80:0:0:0'],
		['::1', '0:0:0:0'],
		['unknown', 'unknown']
	])('counts %s as %s', (address, group) => {
		expect(addressGroup(address)).toBe(group);
	});
});

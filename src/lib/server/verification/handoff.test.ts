import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { authenticateApplicant } from '$lib/server/auth';
import { openTestStore } from '$lib/server/db/testing';
import { confirmHandoff, createHandoff, createSession, readProgress, redeemedBefore, redeemHandoff, takeOver } from '.';
import { makeWorld, type World } from './testing';

let world: World;
beforeAll(async () => {
	world = await makeWorld(await openTestStore());
});
afterAll(() => world.close());

/** A session whose code a phone has brought: the desktop is asked. */
async function phoneAsks() {
	const { sessionId } = await createSession(world.deps, world.tenant(), CreateSessionInput.parse({}));
	const desktop = world.applicant(sessionId);
	const { code } = await createHandoff(world.deps, desktop, { confirm: true });
	const redeemed = await redeemHandoff(world.deps, code);
	const number = redeemed.number ?? 0;
	const opens = () => authenticateApplicant(world.deps, sessionId, redeemed.credential);
	const again = () => redeemedBefore(world.deps, code, [redeemed.credential]);
	return { sessionId, desktop, code, number, redeemed, opens, again };
}

const device = async (applicant: Parameters<typeof readProgress>[1]) =>
	(await readProgress(world.deps, applicant)).device;
const invalid = { code: 'CLIENT_SECRET_INVALID' };
const spent = { code: 'HANDOFF_INVALID' };

describe('a hand-off that the first screen confirms', () => {
	it('opens nothing before the yes; both sides are told the same two digits', async () => {
		const { desktop, number, opens, again } = await phoneAsks();
		expect(number).toBeGreaterThanOrEqual(10);
		expect(number).toBeLessThanOrEqual(99);
		await expect(opens()).rejects.toMatchObject(invalid);
		expect(await again()).toMatchObject({ state: 'waiting', number });
		expect(await device(desktop)).toEqual({ active: true, returns: true, asking: number });
	});

	it('moves the session to the phone after the yes; the first screen follows and is the one that returns', async () => {
		const { desktop, number, opens, again } = await phoneAsks();
		await confirmHandoff(world.deps, desktop, { number, same: true });
		expect(await again()).toMatchObject({ state: 'open' });
		expect(await device(await opens())).toEqual({ active: true, returns: false, asking: null });
		expect(await device(desktop)).toEqual({ active: false, returns: true, asking: null });
	});

	it('never opens after a no, nor with another number', async () => {
		const { desktop, number, opens, again } = await phoneAsks();
		const other = { number: number === 99 ? 10 : number + 1, same: true };
		await expect(confirmHandoff(world.deps, desktop, other)).rejects.toMatchObject(spent);
		await confirmHandoff(world.deps, desktop, { number, same: false });
		expect(await again()).toMatchObject({ state: 'refused' });
		await expect(confirmHandoff(world.deps, desktop, { number, same: true })).rejects.toMatchObject(spent);
		await expect(opens()).rejects.toMatchObject(invalid);
		expect(await device(desktop)).toMatchObject({ active: true, asking: null });
	});

	it('lets a browser in that has access already, spends nothing of the code, and leaves its access alone', async () => {
		const { sessionId, clientSecret } = await createSession(world.deps, world.tenant(), CreateSessionInput.parse({}));
		const { code } = await createHandoff(world.deps, world.applicant(sessionId), { confirm: true });
		const open = { sessionId, number: null, state: 'open' };
		expect(await redeemedBefore(world.deps, code, [clientSecret])).toEqual(open);
		expect(await device(world.applicant(sessionId))).toMatchObject({ asking: null });
		const phone = await redeemHandoff(world.deps, code);
		await confirmHandoff(world.deps, world.applicant(sessionId), { number: phone.number ?? 0, same: true });
		const next = await createHandoff(world.deps, world.applicant(sessionId), { confirm: true });
		expect(await redeemedBefore(world.deps, next.code, [phone.credential])).toEqual(open);
		const other = await createSession(world.deps, world.tenant(), CreateSessionInput.parse({}));
		expect(await redeemedBefore(world.deps, next.code, [other.clientSecret])).toBeNull();
	});

	it('tells nothing to a third device that has the code but did not redeem it', async () => {
		const { sessionId, code } = await phoneAsks();
		expect(await redeemedBefore(world.deps, code, [])).toBeNull();
		expect(await redeemedBefore(world.deps, code, [`kvs_${'0'.repeat(64)}`])).toBeNull();
		await expect(redeemHandoff(world.deps, code)).rejects.toMatchObject(spent);
		expect(await device(world.applicant(sessionId))).toMatchObject({ active: true });
	});

	it('runs out with its code: nobody answered in five minutes', async () => {
		const { desktop, number, again } = await phoneAsks();
		world.deps.clock.advance(5 * 60_000);
		expect(await again()).toBeNull();
		await expect(confirmHandoff(world.deps, desktop, { number, same: true })).rejects.toMatchObject(spent);
	});

	it('is taken back and forth: the device that took over last goes on, twice in a row changes nothing', async () => {
		const { desktop, number, opens } = await phoneAsks();
		await confirmHandoff(world.deps, desktop, { number, same: true });
		const phone = await opens();
		await takeOver(world.deps, desktop);
		await takeOver(world.deps, desktop);
		expect([(await device(desktop)).active, (await device(phone)).active]).toEqual([true, false]);
		await takeOver(world.deps, phone);
		expect([(await device(desktop)).active, (await device(phone)).active]).toEqual([false, true]);
	});
});

import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '$lib/contract/policyDefaults';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { dryRunPolicy, listPolicyVersions, readPolicy, savePolicy } from '../index';
import { waitForPerson } from '../review/testing';
import { makeWorld, type World } from '../testing';

onEveryDatabase('an organization’s policy', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	const environment = 'test' as const;
	const save = (policy: object, seenVersion?: number) =>
		savePolicy(world.deps, world.operator(), { environment, policy, seenVersion });

	it('keeps every version with who saved it, and what is left out of a change as it was', async () => {
		await save({ minimumAge: 21, allowedCountries: ['DEU'] });
		await save({ automaticApproval: true });
		expect(await readPolicy(world.deps, world.operator(), { environment })).toEqual({
			version: 2,
			policy: { ...DEFAULT_POLICY, minimumAge: 21, allowedCountries: ['DEU'], automaticApproval: true }
		});
		const versions = await listPolicyVersions(world.deps, world.operator(), { environment });
		expect(versions.map(({ version, by, policy }) => [version, by, policy.automaticApproval])).toEqual([
			[2, 'a@example.com', true],
			[1, 'a@example.com', false]
		]);
		expect(await listPolicyVersions(world.deps, world.operator({ organizationId: 'org-b' }), { environment })).toEqual(
			[]
		);
		expect(await listPolicyVersions(world.deps, world.operator(), { environment: 'live' })).toEqual([]);
	});

	it('is not saved over what somebody else saved meanwhile, also by two at the same moment', async () => {
		await save({ minimumAge: 21 }, 0);
		await expect(save({ minimumAge: 30 }, 0)).rejects.toMatchObject({ code: 'SETTINGS_CHANGED' });
		const results = await Promise.allSettled([save({ minimumAge: 40 }, 1), save({ minimumAge: 50 }, 1)]);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect((await readPolicy(world.deps, world.operator(), { environment })).version).toBe(2);
	});

	it('is tried on past decisions without changing one of them; those of others are not looked at', async () => {
		const id = await waitForPerson(world);
		await waitForPerson(world, { organizationId: 'org-b' });
		await waitForPerson(world, { environment: 'live' });
		const run = (policy: object) => dryRunPolicy(world.deps, world.operator(), { environment, policy });
		expect(await run({})).toEqual({ tried: 1, unknown: 0, changed: [] });
		expect(await run({ minimumAge: 60 })).toEqual({
			...{ tried: 1, unknown: 0 },
			changed: [{ sessionId: id, was: 'pending_review', would: 'rejected', reasons: ['under_minimum_age'] }]
		});
		const { db, t } = world.deps.store;
		await db.delete(t.analyses);
		expect(await run({ minimumAge: 60 })).toEqual({ tried: 0, unknown: 1, changed: [] });
		expect((await readPolicy(world.deps, world.operator(), { environment })).version).toBe(0);
	});

	it('is tried on the newest decisions, whenever their sessions were created', async () => {
		const ids = [await waitForPerson(world), await waitForPerson(world), await waitForPerson(world)];
		const { db, t } = world.deps.store;
		const [first, , undecided] = ids;
		await db
			.update(t.verificationSessions)
			.set({ completedAt: world.deps.clock.now() + 1000 })
			.where(eq(t.verificationSessions.id, first ?? ''));
		await db.delete(t.decisions).where(eq(t.decisions.sessionId, undecided ?? ''));
		const run = await dryRunPolicy(world.deps, world.operator(), { environment, policy: { minimumAge: 60 } });
		expect(run.tried).toBe(2);
		expect(run.changed.map(({ sessionId }) => sessionId)).toEqual(ids.slice(0, 2));
	});

	it('is tried and saved by owners and admins alone', async () => {
		const reviewer = world.operator({ role: 'reviewer' });
		for (const call of [
			dryRunPolicy(world.deps, reviewer, { environment, policy: {} }),
			savePolicy(world.deps, reviewer, { environment, policy: {} })
		])
			await expect(call).rejects.toMatchObject({ code: 'ROLE_INSUFFICIENT' });
	});
});

import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_REVIEW_TIMES } from '$lib/contract/reviewQueue';
import { SaveReviewTimesInput } from '$lib/contract/reviewTimes';
import { authorize } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { readReviewTimes, saveReviewTimes } from './reviewTimes';

const SHORT = { soonMinutes: 15, dueMinutes: 60 };

onEveryDatabase('review times', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	const save = (input: SaveReviewTimesInput) =>
		saveReviewTimes(world.deps, authorize(world.operator(), 'administer'), input);

	it('are the product’s own until somebody says otherwise, and again when they are set back', async () => {
		expect(await readReviewTimes(world.deps, world.operator())).toEqual({ own: false, ...DEFAULT_REVIEW_TIMES });
		expect(await save({ times: SHORT })).toEqual({ own: true, ...SHORT });
		expect(await readReviewTimes(world.deps, world.operator())).toEqual({ own: true, ...SHORT });
		expect(await readReviewTimes(world.deps, { organizationId: 'org-b' })).toMatchObject({ own: false });
		expect(await save({ times: null })).toEqual({ own: false, ...DEFAULT_REVIEW_TIMES });
	});

	it('are not saved over what somebody else saved since the page was opened', async () => {
		await save({ times: SHORT, seen: DEFAULT_REVIEW_TIMES });
		await expect(save({ times: null, seen: DEFAULT_REVIEW_TIMES })).rejects.toMatchObject({ code: 'SETTINGS_CHANGED' });
		expect(await save({ times: null, seen: SHORT })).toMatchObject({ own: false });
	});

	it('say in the audit log who changed them to what', async () => {
		await save({ times: SHORT });
		await save({ times: null });
		const { auditEvents } = world.deps.store.t;
		const rows = await world.deps.store.db
			.select({ action: auditEvents.action, actorId: auditEvents.actorId, detail: auditEvents.detail })
			.from(auditEvents)
			.where(eq(auditEvents.targetId, 'org-a'));
		const actorId = world.operator().userId;
		expect(rows).toEqual([
			{ action: 'review_times.saved', actorId, detail: SHORT },
			{ action: 'review_times.reset', actorId, detail: DEFAULT_REVIEW_TIMES }
		]);
	});
});

it('review times that are no whole minutes, longer than 90 days or not in order are refused', () => {
	const wrong = [
		{ soonMinutes: 0, dueMinutes: 60 },
		{ soonMinutes: 1.5, dueMinutes: 60 },
		{ soonMinutes: 60, dueMinutes: 60 },
		{ soonMinutes: 60, dueMinutes: 129_601 },
		{ soonMinutes: 60 }
	];
	for (const times of wrong)
		expect(SaveReviewTimesInput.safeParse({ times }).success, JSON.stringify(times)).toBe(false);
	expect(SaveReviewTimesInput.safeParse({ times: SHORT }).success).toBe(true);
});

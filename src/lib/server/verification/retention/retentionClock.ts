import { eq } from 'drizzle-orm';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';

const DAY_MS = 24 * 60 * 60_000;
/** Longer silence than this, or any way back beyond the tolerance, is a leap: it does not count towards retention. */
const LONGEST_STEP_MS = DAY_MS;
/** Time services set a clock back by seconds. */
const BACK_TOLERANCE_MS = 60_000;

export interface ClockState {
	/** Retention's own time at the last look. */
	trustedAt: number;
	/** The wall clock at the last look. */
	seenAt: number;
	/** Sum of all leaps, in ms: the wall clock less this is retention's time. */
	doubtedMs: number;
}

/**
 * Pure. Retention's time after a look at the wall clock. It never runs back and leaves leaps out: a wall clock that jumps ten years
 * ahead, or back and forth, erases nothing early. What it costs: days on which the machine was off do not count.
 */
export function advance(state: ClockState, now: number): ClockState {
	const step = now - state.seenAt;
	if (step > LONGEST_STEP_MS || step < -BACK_TOLERANCE_MS)
		return { ...state, seenAt: now, doubtedMs: state.doubtedMs + step };
	const trustedAt = Math.max(state.trustedAt, now - state.doubtedMs);
	return { trustedAt, seenAt: now, doubtedMs: state.doubtedMs };
}

/** Looks at the wall clock, remembers it, and answers retention's time in ms. All workers of a database share it. */
export function retentionNow(deps: Pick<Deps, 'store' | 'clock' | 'log'>): Promise<number> {
	return deps.store.tx(function* (tx) {
		const { clockWatch } = tx.t;
		const now = deps.clock.now();
		const [row] = yield* q(tx.db.select().from(clockWatch).where(eq(clockWatch.name, NAME)));
		const state = row ? advance(row, now) : { trustedAt: now, seenAt: now, doubtedMs: 0 };
		if (row && state.doubtedMs !== row.doubtedMs)
			deps.log.error(
				{ leapMs: state.doubtedMs - row.doubtedMs },
				'the clock leapt: the leap does not count for retention'
			);
		yield* q(
			tx.db
				.insert(clockWatch)
				.values({ name: NAME, ...state })
				.onConflictDoUpdate({ target: clockWatch.name, set: state })
		);
		return state.trustedAt;
	});
}

const NAME = 'retention';

/** Time as the program knows it. Tests pass a clock they can turn. */
export interface Clock {
	/** Milliseconds since 1970, UTC. */
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export interface TestClock extends Clock {
	advance(ms: number): void;
	set(ms: number): void;
}

/** A clock that moves only when told. */
export function testClock(startMs = Date.UTC(2026, 0, 15, 12)): TestClock {
	let current = startMs;
	return {
		now: () => current,
		advance: (ms) => void (current += ms),
		set: (ms) => void (current = ms)
	};
}

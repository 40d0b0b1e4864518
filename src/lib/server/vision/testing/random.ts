/** A seeded stream of numbers: same seed, same specimen. Not for secrets. */
export interface RandomStream {
	/** Uniform in [0, 1). */
	next(): number;
	/** Uniform in [low, high). */
	between(low: number, high: number): number;
	/** Roughly normal with mean 0 and deviation 1 (sum of four uniforms). */
	normal(): number;
	pick<T>(choices: readonly [T, ...T[]]): T;
	/** `count` letters from an alphabet. */
	letters(alphabet: string, count: number): string;
}

/** Mulberry32: 32 bits of state, good enough for noise and names. */
export function randomStream(seed: number): RandomStream {
	let state = (Math.imul(seed | 0, 0x9e3779b1) + 0x6d2b79f5) | 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	return {
		next,
		between: (low, high) => low + (high - low) * next(),
		normal: () => (next() + next() + next() + next() - 2) * 1.732,
		pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
		letters: (alphabet, count) =>
			Array.from({ length: count }, () => alphabet.charAt(Math.floor(next() * alphabet.length))).join('')
	};
}

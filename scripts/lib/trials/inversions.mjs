/** @typedef {import('./receiver.mjs').Seen} Seen */

/** Later events of a session that were sent while an earlier one still held them: neither delivered nor failed five times. @param {Seen[]} seen */
export function inversions(seen) {
	/** @type {Map<string, { failures: Map<number, number>, delivered: Set<number> }>} */
	const sessions = new Map();
	let wrong = 0;
	for (const { sessionId, sequence, status } of seen) {
		const state = sessions.get(sessionId) ?? { failures: new Map(), delivered: new Set() };
		sessions.set(sessionId, state);
		for (let earlier = 1; earlier < sequence; earlier++)
			if (!state.delivered.has(earlier) && (state.failures.get(earlier) ?? 0) < 5) wrong++;
		if (status === 200) state.delivered.add(sequence);
		else state.failures.set(sequence, (state.failures.get(sequence) ?? 0) + 1);
	}
	return wrong;
}

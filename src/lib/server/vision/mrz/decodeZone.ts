/**
 * The most probable text of a zone under a layout: exact dynamic programming over letters, name structure and check
 * digits at once. A document whose digits do not fit is read as printed: breaking a check digit has a price, and letters
 * that the picture does not show cost more than that. Pure.
 */
import { FILLER } from './alphabet';
import type { MrzLayout } from './layout';
import { advance, reached, STATES, walkOf, type WalkStep } from './zoneWalk';

export interface DecodedZone {
	lines: string[];
	/** Log probability of the text given the picture, costs of odd grammar and broken digits included. */
	logScore: number;
	walk: WalkStep[];
}

/** `logs[line][place]` are log probabilities of the printed letters (see printedLogs). */
export function decodeZone(layout: MrzLayout, logs: readonly (readonly Float64Array[])[]): DecodedZone | null {
	const walk = walkOf(layout, logs);
	let scores = new Float64Array(STATES).fill(-Infinity);
	scores[0] = 0;
	const parents: Int16Array[] = [];
	const chosen: Int16Array[] = [];
	for (const step of walk) {
		const next = new Float64Array(STATES).fill(-Infinity);
		const parent = new Int16Array(STATES).fill(-1);
		const choice = new Int16Array(STATES).fill(-1);
		for (let state = 0; state < STATES; state++) {
			const score = scores[state] as number;
			if (score === -Infinity) continue;
			for (let i = 0; i < step.moves.length; i++) {
				const move = step.moves[i];
				if (!move) continue;
				const total = score + move.score - advance(state, move, step);
				if (total > (next[reached.state] as number)) {
					next[reached.state] = total;
					parent[reached.state] = state;
					choice[reached.state] = i;
				}
			}
		}
		scores = next;
		parents.push(parent);
		chosen.push(choice);
	}
	return trace(layout, walk, parents, chosen, scores);
}

function trace(
	layout: MrzLayout,
	walk: WalkStep[],
	parents: readonly Int16Array[],
	chosen: readonly Int16Array[],
	scores: Float64Array
): DecodedZone | null {
	let state = 0;
	for (let s = 1; s < STATES; s++) if ((scores[s] as number) > (scores[state] as number)) state = s;
	const logScore = scores[state] ?? -Infinity;
	if (logScore === -Infinity) return null;
	const letters = Array.from({ length: layout.lineCount }, () => new Array<string>(layout.lineLength).fill(FILLER));
	for (let i = walk.length - 1; i >= 0; i--) {
		const step = walk[i];
		const move = step?.moves[chosen[i]?.[state] ?? -1];
		if (!step || !move) return null;
		letters[step.element.line]?.splice(step.element.start, step.element.length, ...move.text);
		state = parents[i]?.[state] ?? -1;
	}
	return { lines: letters.map((line) => line.join('')), logScore, walk };
}

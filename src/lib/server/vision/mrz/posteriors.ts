/**
 * How probable each letter of a decoded zone is among all texts that the picture and the grammar leave open: the sum over
 * every walk where decodeZone takes the best. Two letters that could both be misread so that the digits still hold show here
 * as doubtful, where each alone would look settled by its digit. Pure.
 */
import { advance, reached, STATES, type WalkStep } from './zoneWalk';

/** One row a line; 0…1. */
export function posteriors(walk: readonly WalkStep[], lines: readonly string[]): number[][] {
	const scores = lines.map((line) => new Array<number>(line.length).fill(0));
	const forward = forwardPass(walk);
	let after = new Float64Array(STATES).fill(1);
	for (let i = walk.length - 1; i >= 0; i--) {
		const step = walk[i];
		const before = forward[i];
		if (!step || !before) return scores;
		const most = bestScore(step);
		const next = new Float64Array(STATES);
		const weights = step.moves.map(({ score }) => Math.exp(score - most));
		const shares = new Float64Array(step.moves.length);
		let total = 0;
		for (let state = 0; state < STATES; state++) {
			const arrived = before[state] as number;
			if (arrived === 0) continue;
			let sum = 0;
			step.moves.forEach((move, m) => {
				const cost = advance(state, move, step);
				const value = (weights[m] ?? 0) * (cost === 0 ? 1 : Math.exp(-cost)) * (after[reached.state] as number);
				sum += value;
				shares[m] = (shares[m] ?? 0) + arrived * value;
			});
			next[state] = sum;
			total = Math.max(total, sum);
		}
		for (let state = 0; state < STATES; state++) next[state] = (next[state] as number) / (total || 1);
		after = next;
		addShares(step, shares, lines, scores);
	}
	return scores;
}

function forwardPass(walk: readonly WalkStep[]): Float64Array[] {
	let current = new Float64Array(STATES);
	current[0] = 1;
	return walk.map((step) => {
		const here = current;
		const most = bestScore(step);
		const next = new Float64Array(STATES);
		const weights = step.moves.map(({ score }) => Math.exp(score - most));
		let total = 0;
		for (let state = 0; state < STATES; state++) {
			const value = here[state] as number;
			if (value < 1e-12) continue;
			step.moves.forEach((move, m) => {
				const cost = advance(state, move, step);
				const share = value * (weights[m] ?? 0) * (cost === 0 ? 1 : Math.exp(-cost));
				next[reached.state] = (next[reached.state] as number) + share;
				total += share;
			});
		}
		for (let state = 0; state < STATES; state++) next[state] = (next[state] as number) / (total || 1);
		current = next;
		return here;
	});
}

const bestScore = ({ moves }: WalkStep): number => moves.reduce((most, { score }) => Math.max(most, score), -Infinity);

function addShares(
	{ element, moves }: WalkStep,
	shares: Float64Array,
	lines: readonly string[],
	scores: readonly number[][]
): void {
	const total = shares.reduce((sum, share) => sum + share, 0);
	const row = scores[element.line];
	for (let i = 0; row && i < element.length; i++) {
		const letter = (lines[element.line] ?? '').charAt(element.start + i);
		let same = 0;
		moves.forEach(({ text }, m) => {
			if (text.charAt(i) === letter) same += shares[m] ?? 0;
		});
		row[element.start + i] = total > 0 ? same / total : 0;
	}
}

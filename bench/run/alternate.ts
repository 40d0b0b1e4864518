import { quantile } from '$lib/server/vision/evaluation';
import type { z } from 'zod';
import type { Answer, Child } from './child';

export interface Contestant<Value> {
	child: Child;
	method: string;
	schema: z.ZodType<Value>;
}

export interface Turn<Value> {
	/** Of the first round: what the contestant says of this picture. */
	answer: Answer<Value>;
	/** Median of its rounds; null where one failed. */
	ms: number | null;
	cpuMs: number | null;
}

/**
 * One picture, in turns: first, second, …, first, second, …, so that what else the machine does falls on all alike.
 * Deterministic engines answer alike in each round; the first answer counts, the times of all rounds do.
 */
export async function alternate<Values extends unknown[]>(
	contestants: { [Index in keyof Values]: Contestant<Values[Index]> },
	input: unknown,
	rounds: number
): Promise<{ [Index in keyof Values]: Turn<Values[Index]> }>;
export async function alternate(
	contestants: readonly Contestant<unknown>[],
	input: unknown,
	rounds: number
): Promise<Turn<unknown>[]> {
	const answers: Answer<unknown>[][] = contestants.map(() => []);
	for (let round = 0; round < rounds; round++) {
		for (const [index, { child, method, schema }] of contestants.entries()) {
			answers[index]?.push(await child.ask(method, input, schema));
		}
	}
	return answers.map((given) => toTurn(given));
}

function toTurn(answers: readonly Answer<unknown>[]): Turn<unknown> {
	const [answer] = answers;
	if (answer === undefined) throw new RangeError('alternate needs at least one round');
	const good = answers.flatMap((one) => (one.ok ? [one] : []));
	if (good.length < answers.length) return { answer, ms: null, cpuMs: null };
	return {
		answer,
		ms: quantile(
			good.map(({ ms }) => ms),
			0.5
		),
		cpuMs: quantile(
			good.map(({ cpuMs }) => cpuMs),
			0.5
		)
	};
}

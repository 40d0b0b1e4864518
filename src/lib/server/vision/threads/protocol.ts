/** What crosses between threads: a named task with its arguments, and its answer or the reason why there is none. */
import { ModelUnavailable, type ModelUnavailableReason } from '../runtime';
import type { ModelId } from '../runtime';

/** Named functions that a thread performs for another. Arguments and results must survive structured cloning. */
export type Tasks = Record<string, (...args: never[]) => Promise<unknown>>;

export interface Call {
	id: number;
	task: string;
	args: unknown[];
}

export type Answer = { id: number; ok: true; value: unknown } | { id: number; ok: false; failure: Failure };

/** An error in a form that survives the crossing: cloning would lose its class. */
export type Failure =
	| { kind: 'modelUnavailable'; modelId: ModelId; reason: ModelUnavailableReason }
	| { kind: 'error'; message: string; stack: string | undefined };

export function toFailure(error: unknown): Failure {
	if (error instanceof ModelUnavailable)
		return { kind: 'modelUnavailable', modelId: error.modelId, reason: error.reason };
	if (error instanceof Error) return { kind: 'error', message: error.message, stack: error.stack };
	return { kind: 'error', message: String(error), stack: undefined };
}

export function toError(failure: Failure): Error {
	if (failure.kind === 'modelUnavailable') return new ModelUnavailable(failure.modelId, failure.reason);
	const error = new Error(failure.message);
	if (failure.stack !== undefined) error.stack = failure.stack;
	return error;
}

import { randomUUID } from 'node:crypto';

/** What every changing call takes beside its input. */
export interface ChangeOptions {
	/** Your own key; without one each call gets a fresh key, which its retries share. */
	idempotencyKey?: string;
	signal?: AbortSignal;
}

export const changing = ({ idempotencyKey, signal }: ChangeOptions = {}) => ({
	method: 'POST' as const,
	idempotencyKey: idempotencyKey ?? randomUUID(),
	...(signal ? { signal } : {})
});

/** What a person sees and does of the passkeys they have. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { q, type Step, type Store, type Tx } from '$lib/server/db';
import { AppError } from '$lib/server/platform';
import { dropUselessRecoveryCodes } from '../recoveryCodes';

export interface PasskeyRow {
	id: string;
	name: string;
	createdAt: number;
	lastUsedAt: number | null;
	/** A new password came since: once after that password, then it opens alone again. */
	suspended: boolean;
}

export async function listPasskeys({ store }: { store: Store }, userId: string): Promise<PasskeyRow[]> {
	const { passkeys } = store.t;
	const rows = await store.db
		.select()
		.from(passkeys)
		.where(eq(passkeys.userId, userId))
		.orderBy(asc(passkeys.createdAt), asc(passkeys.id));
	return rows.map(({ id, name, createdAt, lastUsedAt, suspendedAt }) => ({
		...{ id, name, createdAt, lastUsedAt },
		suspended: suspendedAt !== null
	}));
}

/** @throws NOT_FOUND for one that is not this person's */
export function* renamePasskey(tx: Tx, userId: string, input: { id: string; name: string }): Step<void> {
	const { passkeys } = tx.t;
	const renamed = yield* q(
		tx.db
			.update(passkeys)
			.set({ name: input.name })
			.where(and(eq(passkeys.id, input.id), eq(passkeys.userId, userId)))
			.returning({ id: passkeys.id })
	);
	if (renamed.length === 0) throw new AppError('NOT_FOUND');
}

/** It opens nothing any more. Recovery codes go with the last second step. @throws NOT_FOUND for one that is not this person's */
export function* removePasskey(tx: Tx, userId: string, id: string): Step<void> {
	const { passkeys } = tx.t;
	const removed = yield* q(
		tx.db
			.delete(passkeys)
			.where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
			.returning({ id: passkeys.id })
	);
	if (removed.length === 0) throw new AppError('NOT_FOUND');
	yield* dropUselessRecoveryCodes(tx, userId);
}

/**
 * With a new password: each passkey stays a second step, and opens alone again once it was used after that password. Whoever took
 * an account over and left a passkey behind is out; whoever only forgot their password still needs what they have.
 */
export function* suspendPasskeys(tx: Tx, userId: string, now: number): Step<void> {
	const { passkeys } = tx.t;
	yield* q(
		tx.db
			.update(passkeys)
			.set({ suspendedAt: now })
			.where(and(eq(passkeys.userId, userId), isNull(passkeys.suspendedAt)))
	);
}

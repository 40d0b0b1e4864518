/** Which second steps a person has: an app's codes, passkeys, both, or none. */
import { and, eq, isNotNull } from 'drizzle-orm';
import { SECOND_STEP_KINDS, type SecondStepKind } from '$lib/contract/people';
import { q, type Step, type Store, type Tx } from '$lib/server/db';

export async function secondStepKinds(store: Tx, userId: string): Promise<SecondStepKind[]> {
	const [app, passkeys] = [await appOf(store, userId), await passkeyOf(store, userId)];
	return kindsNamed({ app: app.length > 0, passkey: passkeys.length > 0 });
}

/** The same inside a transaction. */
export function* kindsOf(tx: Tx, userId: string): Step<SecondStepKind[]> {
	const [app, passkeys] = [yield* q(appOf(tx, userId)), yield* q(passkeyOf(tx, userId))];
	return kindsNamed({ app: app.length > 0, passkey: passkeys.length > 0 });
}

/** Whether this person's logins ask for a second step. */
export const hasSecondStep = async ({ store }: { store: Store }, userId: string): Promise<boolean> =>
	(await secondStepKinds(store, userId)).length > 0;

/** All of them, and what stands in for them. Logins are not ended here. */
export function* dropSecondSteps(tx: Tx, userId: string): Step<void> {
	for (const table of [tx.t.secondSteps, tx.t.passkeys, tx.t.recoveryCodes])
		yield* q(tx.db.delete(table).where(eq(table.userId, userId)));
}

/** When somebody else ended this person's second step, until they say that they know. */
export async function readSecondStepEnded({ db, t: { users } }: Tx, userId: string): Promise<number | null> {
	const [row] = await db.select({ at: users.secondStepEndedAt }).from(users).where(eq(users.id, userId));
	return row?.at ?? null;
}

/** The person knows that their second step was ended: they said so, or have set up another. */
export function* forgetSecondStepEnded(tx: Tx, userId: string): Step<void> {
	yield* q(tx.db.update(tx.t.users).set({ secondStepEndedAt: null }).where(eq(tx.t.users.id, userId)));
}

const appOf = ({ db, t: { secondSteps } }: Tx, userId: string) =>
	db
		.select({ userId: secondSteps.userId })
		.from(secondSteps)
		.where(and(eq(secondSteps.userId, userId), isNotNull(secondSteps.confirmedAt)));

const passkeyOf = ({ db, t: { passkeys } }: Tx, userId: string) =>
	db.select({ id: passkeys.id }).from(passkeys).where(eq(passkeys.userId, userId)).limit(1);

/** Those that somebody has, by their names. */
export const kindsNamed = (has: Record<SecondStepKind, boolean>): SecondStepKind[] =>
	SECOND_STEP_KINDS.filter((kind) => has[kind]);

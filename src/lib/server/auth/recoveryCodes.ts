/** Ten codes for when phone and passkeys are gone: each opens one login. Kept as hashes, and only beside a second step. */
import { and, count, eq } from 'drizzle-orm';
import { q, type Step, type Tx } from '$lib/server/db';
import { AppError, type Ids } from '$lib/server/platform';
import { hashSecret } from './apiKey';
import { kindsOf } from './secondStepKinds';

const RECOVERY_CODES = 10;

/** Ten new ones; the ones before open nothing any more. */
function* newRecoveryCodes(tx: Tx, deps: { ids: Ids }, userId: string): Step<string[]> {
	const codes = Array.from({ length: RECOVERY_CODES }, () => deps.ids.hex(8));
	const { recoveryCodes } = tx.t;
	yield* q(tx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)));
	yield* q(tx.db.insert(recoveryCodes).values(codes.map((code) => ({ userId, codeHash: hashSecret(code) }))));
	return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'));
}

/** The same for whoever asks. @throws NOT_FOUND without a second step: they would open what the password opens already */
export function* renewRecoveryCodes(tx: Tx, deps: { ids: Ids }, userId: string): Step<string[]> {
	if ((yield* kindsOf(tx, userId)).length === 0) throw new AppError('NOT_FOUND', { internal: 'no second step' });
	return yield* newRecoveryCodes(tx, deps, userId);
}

/** Ten for whoever has none; none for whoever has some stored away: those go on working. */
export function* firstRecoveryCodes(tx: Tx, deps: { ids: Ids }, userId: string): Step<string[]> {
	const { recoveryCodes } = tx.t;
	const [kept] = yield* q(tx.db.select({ count: count() }).from(recoveryCodes).where(eq(recoveryCodes.userId, userId)));
	return (kept?.count ?? 0) > 0 ? [] : yield* newRecoveryCodes(tx, deps, userId);
}

/** Whether it is one of theirs, which it uses up. */
export function* takeRecoveryCode(tx: Tx, userId: string, code: string): Step<boolean> {
	const { recoveryCodes } = tx.t;
	const used = yield* q(
		tx.db
			.delete(recoveryCodes)
			.where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, hashSecret(code))))
			.returning({ userId: recoveryCodes.userId })
	);
	return used.length > 0;
}

/** Without a second step there is nothing that they would stand in for. */
export function* dropUselessRecoveryCodes(tx: Tx, userId: string): Step<void> {
	if ((yield* kindsOf(tx, userId)).length > 0) return;
	yield* q(tx.db.delete(tx.t.recoveryCodes).where(eq(tx.t.recoveryCodes.userId, userId)));
}

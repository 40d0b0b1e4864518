/** A second step of a login: codes of an app (RFC 6238: SHA-1, 30 s, 6 digits, as every app reads them). */
import { createTOTPKeyURI, verifyHOTP } from '@oslojs/otp';
import { and, eq, lt } from 'drizzle-orm';
import { q, type Step, type Store, type Tx } from '$lib/server/db';
import { AppError, type Clock, type Ids, type Keyring } from '$lib/server/platform';
import { dropUselessRecoveryCodes, firstRecoveryCodes, takeRecoveryCode } from './recoveryCodes';
import { forgetSecondStepEnded } from './secondStepKinds';

const STEP_SECONDS = 30;
const DIGITS = 6;
const SECRET_BYTES = 20;
/** Phones and servers are seconds apart: the step before and the one after count too. */
const DRIFT_STEPS = 1;

export interface SecondStepDeps {
	store: Store;
	clock: Clock;
	ids: Ids;
	keyring: Keyring;
}

const secretAad = (userId: string): string => `secondStep|${userId}`;

/**
 * Begins to set up an app; the secret is in this answer only. Nothing is asked for at login before a first code was right.
 * @throws SETTINGS_CHANGED when one is set up already
 */
export async function beginSecondStep(
	deps: SecondStepDeps,
	person: { userId: string; email: string }
): Promise<{ uri: string }> {
	const secret = deps.ids.bytes(SECRET_BYTES);
	const { userId, email } = person;
	const secretSealed = deps.keyring.seal(secret, secretAad(userId));
	await deps.store.tx(function* (tx) {
		const { secondSteps } = tx.t;
		const [row] = yield* q(tx.db.select().from(secondSteps).where(eq(secondSteps.userId, userId)));
		if (row && row.confirmedAt !== null)
			throw new AppError('SETTINGS_CHANGED', { internal: 'a second step is set up' });
		yield* q(
			tx.db
				.insert(secondSteps)
				.values({ userId, secretSealed, confirmedAt: null, lastStep: 0 })
				.onConflictDoUpdate({ target: secondSteps.userId, set: { secretSealed, lastStep: 0 } })
		);
	});
	return { uri: createTOTPKeyURI('id beyond', email, secret, STEP_SECONDS, DIGITS) };
}

/**
 * The first right code turns the second step on. Recovery codes, for whoever has none, are in this answer only.
 * @throws LOGIN_FAILED for a wrong code
 */
export async function confirmSecondStep(
	deps: SecondStepDeps,
	userId: string,
	code: string,
	noted: (tx: Tx) => Step<void>
): Promise<{ recoveryCodes: string[] }> {
	return deps.store.tx(function* (tx) {
		const { secondSteps } = tx.t;
		if (!(yield* acceptCode(tx, deps, userId, { code, confirmed: false })))
			throw new AppError('LOGIN_FAILED', { internal: 'wrong code' });
		yield* q(tx.db.update(secondSteps).set({ confirmedAt: deps.clock.now() }).where(eq(secondSteps.userId, userId)));
		yield* forgetSecondStepEnded(tx, userId);
		yield* noted(tx);
		return { recoveryCodes: yield* firstRecoveryCodes(tx, deps, userId) };
	});
}

/** Forgets the app. Recovery codes go with the last second step. */
export function* removeSecondStep(tx: Tx, userId: string): Step<void> {
	yield* q(tx.db.delete(tx.t.secondSteps).where(eq(tx.t.secondSteps.userId, userId)));
	yield* dropUselessRecoveryCodes(tx, userId);
}

/** Whether it is right: an app's code of about now, once; or a recovery code, which it uses up. */
export function* acceptSecondStep(tx: Tx, deps: SecondStepDeps, userId: string, typed: string): Step<boolean> {
	const code = typed.replace(/[\s-]/g, '').toLowerCase();
	if (/^\d{6}$/.test(code)) return yield* acceptCode(tx, deps, userId, { code, confirmed: true });
	return yield* takeRecoveryCode(tx, userId, code);
}

/** `confirmed`: an app that is still being set up opens no login. */
function* acceptCode(
	tx: Tx,
	deps: SecondStepDeps,
	userId: string,
	{ code, confirmed }: { code: string; confirmed: boolean }
): Step<boolean> {
	const { secondSteps } = tx.t;
	const [row] = yield* q(tx.db.select().from(secondSteps).where(eq(secondSteps.userId, userId)));
	if (!row || (confirmed && row.confirmedAt === null) || !/^\d{6}$/.test(code)) return false;
	const secret = deps.keyring.open(row.secretSealed, secretAad(userId));
	const now = Math.floor(deps.clock.now() / 1000 / STEP_SECONDS);
	for (let step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step++) {
		if (step <= row.lastStep || !verifyHOTP(secret, BigInt(step), DIGITS, code)) continue;
		// Of two requests with the same code one finds the step used.
		const taken = yield* q(
			tx.db
				.update(secondSteps)
				.set({ lastStep: step })
				.where(and(eq(secondSteps.userId, userId), lt(secondSteps.lastStep, step)))
				.returning({ userId: secondSteps.userId })
		);
		return taken.length > 0;
	}
	return false;
}

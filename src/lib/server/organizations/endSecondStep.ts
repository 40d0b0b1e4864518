import { eq } from 'drizzle-orm';
import { dropSecondSteps, kindsOf, normalizeEmail, type OperatorPrincipal, recordForPerson } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { findUserId } from './directory';
import { requireSoleMember } from './soleMember';

type EndDeps = Pick<Deps, 'store' | 'clock' | 'ids'>;

/**
 * Ends a colleague's second step (app, passkeys, recovery codes) and every login of theirs: they come back with their password, and
 * are told. Owners only, for people of this organization alone; one's own is ended with one's password, on one's own page.
 * @throws ROLE_INSUFFICIENT; NOT_FOUND for nobody of this organization, and for somebody without a second step; VALIDATION_FAILED
 */
export async function endSecondStep(
	deps: Deps,
	operator: OperatorPrincipal,
	{ userId }: { userId: string }
): Promise<void> {
	if (userId === operator.userId)
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'userId', message: 'is your own' }] });
	await deps.store.tx(function* (tx) {
		yield* requireSoleMember(tx, operator, userId);
		yield* endFor(tx, deps, { userId, by: operator.userId });
	});
}

/** The same for whoever administers the machine, whoever the person is. @throws NOT_FOUND for an unknown address, or without a second step */
export async function resetSecondStep(deps: EndDeps, input: { email: string }): Promise<{ userId: string }> {
	const userId = await findUserId(deps, normalizeEmail(input.email));
	await deps.store.tx((tx) => endFor(tx, deps, { userId, by: 'command_line' }));
	return { userId };
}

function* endFor(
	tx: Tx,
	deps: Pick<Deps, 'clock' | 'ids'>,
	{ userId, by }: { userId: string; by: string }
): Step<void> {
	if ((yield* kindsOf(tx, userId)).length === 0)
		throw new AppError('NOT_FOUND', { internal: 'this person has no second step' });
	yield* dropSecondSteps(tx, userId);
	const { loginSessions, pendingLogins, users } = tx.t;
	for (const table of [loginSessions, pendingLogins]) yield* q(tx.db.delete(table).where(eq(table.userId, userId)));
	yield* q(tx.db.update(users).set({ secondStepEndedAt: deps.clock.now() }).where(eq(users.id, userId)));
	yield* recordForPerson(tx, deps, { userId, by, action: 'user.second_step_ended' });
}

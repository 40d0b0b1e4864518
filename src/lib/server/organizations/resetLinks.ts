import { and, eq, gt } from 'drizzle-orm';
import { RESET_LINK_MS } from '$lib/contract/people';
import { record } from '$lib/server/audit';
import {
	countOrRefuse,
	guessesFrom,
	hashPassword,
	hashSecret,
	suspendPasskeys,
	type OperatorPrincipal,
	recordForPerson
} from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { requireSoleMember } from './soleMember';

/**
 * A link by which a colleague sets a new password, once, within the hour; it is in this answer only. Owners only, and only for people
 * of this organization alone: a link must not open what somebody else owns. Their second step, if any, stays.
 * @throws NOT_FOUND for nobody of this organization; VALIDATION_FAILED for somebody of others too
 */
export async function makeResetLink(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { userId: string }
): Promise<{ url: string; expiresAt: number }> {
	const token = deps.ids.hex(32);
	const expiresAt = deps.clock.now() + RESET_LINK_MS;
	const { userId } = input;
	await deps.store.tx(function* (tx) {
		const { passwordResets } = tx.t;
		yield* requireSoleMember(tx, operator, userId);
		yield* q(tx.db.delete(passwordResets).where(eq(passwordResets.userId, userId)));
		yield* q(
			tx.db.insert(passwordResets).values({
				...{ tokenHash: hashSecret(token), userId, expiresAt },
				...{ organizationId: operator.organizationId, createdBy: operator.userId }
			})
		);
		yield* record(tx, deps, {
			organizationId: operator.organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'member.reset_link_made',
			targetId: userId
		});
	});
	return { url: `${deps.config.origin}/reset/${token}`, expiresAt };
}

/** Whose password the link sets. @throws NOT_FOUND for none, one that was used, or is too old */
export async function readResetLink(deps: Deps, token: string): Promise<{ email: string }> {
	const { passwordResets, users } = deps.store.t;
	const [row] = await deps.store.db
		.select({ email: users.email })
		.from(passwordResets)
		.innerJoin(users, eq(users.id, passwordResets.userId))
		.where(and(eq(passwordResets.tokenHash, hashSecret(token)), gt(passwordResets.expiresAt, deps.clock.now())));
	if (!row) throw new AppError('NOT_FOUND');
	return row;
}

/**
 * Sets the password and ends every login session of that person; they log in with it, second step and all.
 * @throws NOT_FOUND for a link that is none, was used, is too old, or whose person belongs elsewhere since it was made
 */
export async function applyResetLink(
	deps: Deps,
	input: { token: string; password: string; address: string }
): Promise<void> {
	await countOrRefuse(deps, [guessesFrom('reset', input.address)]);
	await readResetLink(deps, input.token);
	const passwordHash = await hashPassword(input.password);
	await deps.store.tx(function* (tx) {
		const { loginSessions, passwordResets, pendingLogins, users } = tx.t;
		const [used] = yield* q(
			tx.db
				.delete(passwordResets)
				.where(
					and(eq(passwordResets.tokenHash, hashSecret(input.token)), gt(passwordResets.expiresAt, deps.clock.now()))
				)
				.returning()
		);
		if (!used) throw new AppError('NOT_FOUND');
		yield* stillTheirs(tx, used);
		yield* q(tx.db.update(users).set({ passwordHash }).where(eq(users.id, used.userId)));
		for (const table of [loginSessions, pendingLogins])
			yield* q(tx.db.delete(table).where(eq(table.userId, used.userId)));
		yield* suspendPasskeys(tx, used.userId, deps.clock.now());
		const { userId } = used;
		// The link's row is gone: whoever made it could have used it, and that outlives it in the log.
		const detail = { linkMadeBy: used.createdBy };
		yield* recordForPerson(tx, deps, { userId, by: userId, action: 'user.password_set_by_link', detail });
	});
}

/** An owner's link serves a person of that organization alone, at its use too; the machine's own serves whomever. */
function* stillTheirs(tx: Tx, link: { userId: string; organizationId: string }): Step<void> {
	if (link.organizationId === '') return;
	const { memberships } = tx.t;
	const places = yield* q(tx.db.select().from(memberships).where(eq(memberships.userId, link.userId)));
	if (places.length !== 1 || places[0]?.organizationId !== link.organizationId) throw new AppError('NOT_FOUND');
}

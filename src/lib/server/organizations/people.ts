import { and, asc, count, eq, isNotNull } from 'drizzle-orm';
import type { SecondStepKind } from '$lib/contract/people';
import type { MemberRole } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import { kindsNamed, type OperatorPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';

export interface Person {
	userId: string;
	email: string;
	role: MemberRole;
	/** What their login asks for after the password. */
	secondStep: SecondStepKind[];
	/** When somebody else ended their second step, until they say that they know. */
	secondStepEndedAt: number | null;
	joinedAt: number;
	mine: boolean;
}

/** Everybody of the organization, in the order in which they joined. */
export async function listPeople(deps: Pick<Deps, 'store'>, operator: OperatorPrincipal): Promise<Person[]> {
	const { memberships, passkeys, secondSteps, users } = deps.store.t;
	const rows = await deps.store.db
		.select({
			userId: users.id,
			email: users.email,
			role: memberships.role,
			joinedAt: memberships.createdAt,
			secondStepEndedAt: users.secondStepEndedAt,
			app: secondSteps.userId,
			passkeys: count(passkeys.id)
		})
		.from(memberships)
		.innerJoin(users, eq(users.id, memberships.userId))
		.leftJoin(secondSteps, and(eq(secondSteps.userId, users.id), isNotNull(secondSteps.confirmedAt)))
		.leftJoin(passkeys, eq(passkeys.userId, users.id))
		.where(eq(memberships.organizationId, operator.organizationId))
		.groupBy(memberships.organizationId, memberships.userId, users.id, secondSteps.userId)
		.orderBy(asc(memberships.createdAt), asc(users.id));
	return rows.map(({ app, passkeys: held, ...row }) => ({
		...row,
		secondStep: kindsNamed({ app: app !== null, passkey: held > 0 }),
		mine: row.userId === operator.userId
	}));
}

/**
 * Another role for a member, from their next request on. Only owners make owners or change one; the last owner stays one.
 * @throws ROLE_INSUFFICIENT, NOT_FOUND for nobody of this organization, LAST_OWNER
 */
export async function setRole(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { userId: string; role: MemberRole }
): Promise<void> {
	await deps.store.tx(function* (tx) {
		const before = yield* changeable(tx, operator, input.userId, input.role);
		if (before === input.role) return;
		const { memberships } = tx.t;
		yield* q(
			tx.db
				.update(memberships)
				.set({ role: input.role })
				.where(whose(tx, operator.organizationId, input.userId))
		);
		yield* record(tx, deps, {
			organizationId: operator.organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'member.role_changed',
			targetId: input.userId,
			detail: { before, after: input.role }
		});
	});
}

/** Takes a member out, from their next request on; what they did stays on record. @throws as setRole */
export async function removeMember(deps: Deps, operator: OperatorPrincipal, input: { userId: string }): Promise<void> {
	await deps.store.tx(function* (tx) {
		const before = yield* changeable(tx, operator, input.userId, null);
		const { memberships, reviewClaims } = tx.t;
		yield* q(tx.db.delete(memberships).where(whose(tx, operator.organizationId, input.userId)));
		yield* q(
			tx.db
				.delete(reviewClaims)
				.where(and(eq(reviewClaims.organizationId, operator.organizationId), eq(reviewClaims.userId, input.userId)))
		);
		yield* record(tx, deps, {
			organizationId: operator.organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'member.removed',
			targetId: input.userId,
			detail: { before }
		});
	});
}

/** The member's role now, after making sure that this operator may change it to `next` (null: take them out). */
function* changeable(tx: Tx, operator: OperatorPrincipal, userId: string, next: MemberRole | null): Step<MemberRole> {
	const { memberships, organizations } = tx.t;
	// Of two owners who demote each other at the same moment one waits here, and finds themselves the last.
	yield* q(
		tx.db
			.update(organizations)
			.set({ id: operator.organizationId })
			.where(eq(organizations.id, operator.organizationId))
	);
	const rows = yield* q(
		tx.db
			.select({ userId: memberships.userId, role: memberships.role })
			.from(memberships)
			.where(eq(memberships.organizationId, operator.organizationId))
	);
	const roleOf = (id: string) => rows.find((row) => row.userId === id)?.role;
	// Read anew: the role may have gone since the request began. The machine's own command line is no member.
	const own = operator.userId === 'command_line' ? operator.role : roleOf(operator.userId);
	if (own !== 'owner' && own !== 'admin') throw new AppError('ROLE_INSUFFICIENT');
	const before = roleOf(userId);
	if (before === undefined) throw new AppError('NOT_FOUND');
	if ((before === 'owner' || next === 'owner') && own !== 'owner') throw new AppError('ROLE_INSUFFICIENT');
	const owners = rows.filter(({ role }) => role === 'owner').length;
	if (before === 'owner' && next !== 'owner' && owners === 1) throw new AppError('LAST_OWNER');
	return before;
}

const whose = (tx: Tx, organizationId: string, userId: string) =>
	and(eq(tx.t.memberships.organizationId, organizationId), eq(tx.t.memberships.userId, userId));

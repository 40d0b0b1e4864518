/** Whose hands a colleague's login has passed through: two people's words are two only where nobody could have spoken both. */
import { and, eq, gte, inArray } from 'drizzle-orm';
import { q, type Step, type Tx } from '$lib/server/db';
import { AppError } from '$lib/server/platform';
import type { SessionRow } from '../session/sessionRepo';

type Of = Pick<SessionRow, 'organizationId' | 'createdAt'>;

/**
 * Makes sure that these are two people. Whoever invited somebody, made the link by which they set a password, or ended their second
 * step since the session was created could have logged in as them; so could whoever did that to the first of the two and the second.
 * @throws PEOPLE_NOT_INDEPENDENT
 */
export function* assertIndependent(tx: Tx, session: Of, one: string, other: string): Step<void> {
	const hands = yield* handsOn(tx, session, one);
	const others = yield* handsOn(tx, session, other);
	if ([...hands].some((hand) => others.has(hand))) throw new AppError('PEOPLE_NOT_INDEPENDENT');
}

/** The person, whoever opened a way into their login, whoever opened one into theirs, and so on. */
function* handsOn(tx: Tx, session: Of, userId: string): Step<Set<string>> {
	const hands = new Set([userId]);
	for (let fresh = [userId]; fresh.length > 0;) {
		const openers = [...(yield* inviters(tx, session, fresh)), ...(yield* resetters(tx, session, fresh))];
		fresh = [...new Set(openers)].filter((opener) => !hands.has(opener));
		for (const opener of fresh) hands.add(opener);
	}
	return hands;
}

/** By whose invitation those of these people joined who did so since. */
function* inviters(tx: Tx, session: Of, userIds: string[]): Step<string[]> {
	const { invitations, memberships, users } = tx.t;
	const rows = yield* q(
		tx.db
			.select({ by: invitations.invitedBy })
			.from(memberships)
			.innerJoin(users, eq(users.id, memberships.userId))
			.innerJoin(
				invitations,
				and(
					eq(invitations.organizationId, memberships.organizationId),
					eq(invitations.email, users.email),
					eq(invitations.endedAt, memberships.createdAt)
				)
			)
			.where(
				and(
					eq(memberships.organizationId, session.organizationId),
					inArray(memberships.userId, userIds),
					gte(memberships.createdAt, session.createdAt)
				)
			)
	);
	return rows.map(({ by }) => by);
}

/** Who ended the second step of these people since, or made the link that set their password. */
function* resetters(tx: Tx, session: Of, userIds: string[]): Step<string[]> {
	const { auditEvents } = tx.t;
	const rows = yield* q(
		tx.db
			.select({ action: auditEvents.action, actorId: auditEvents.actorId, detail: auditEvents.detail })
			.from(auditEvents)
			.where(
				and(
					inArray(auditEvents.targetId, userIds),
					eq(auditEvents.organizationId, session.organizationId),
					inArray(auditEvents.action, ['user.second_step_ended', 'user.password_set_by_link']),
					gte(auditEvents.createdAt, session.createdAt)
				)
			)
	);
	return rows.flatMap(({ action, actorId, detail }) => {
		const by = action === 'user.password_set_by_link' ? detail.linkMadeBy : actorId;
		return typeof by === 'string' ? [by] : [];
	});
}

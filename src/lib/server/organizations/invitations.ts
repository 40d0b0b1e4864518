import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { INVITATION_MS } from '$lib/contract/people';
import type { MemberRole } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import {
	countOrRefuse,
	guessesFrom,
	hashPassword,
	hashSecret,
	hasSecondStep,
	normalizeEmail,
	openLoginSession,
	checkPassword,
	type OperatorPrincipal
} from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';

export interface InvitationRow {
	id: string;
	email: string;
	role: MemberRole;
	createdAt: number;
	expiresAt: number;
}

/** A link by which one person joins, once, within a week; it is in this answer only. Only owners invite owners. */
export async function invite(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { email: string; role: MemberRole }
): Promise<{ url: string; expiresAt: number }> {
	if (operator.role !== 'owner' && (operator.role !== 'admin' || input.role === 'owner'))
		throw new AppError('ROLE_INSUFFICIENT');
	const email = normalizeEmail(input.email);
	const token = deps.ids.hex(32);
	const id = deps.ids.uuid();
	const createdAt = deps.clock.now();
	const expiresAt = createdAt + INVITATION_MS;
	await deps.store.tx(function* (tx) {
		const { invitations, memberships, users } = tx.t;
		const { organizationId } = operator;
		const [member] = yield* q(
			tx.db
				.select({ id: users.id })
				.from(users)
				.innerJoin(memberships, eq(memberships.userId, users.id))
				.where(and(eq(users.email, email), eq(memberships.organizationId, organizationId)))
		);
		if (member)
			throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'email', message: 'is a member already' }] });
		// One open invitation a person: the newest.
		yield* q(
			tx.db
				.update(invitations)
				.set({ endedAt: createdAt })
				.where(
					and(eq(invitations.organizationId, organizationId), eq(invitations.email, email), isNull(invitations.endedAt))
				)
		);
		yield* q(
			tx.db.insert(invitations).values({
				...{ id, organizationId, email, role: input.role, createdAt, expiresAt },
				...{ tokenHash: hashSecret(token), invitedBy: operator.userId }
			})
		);
		yield* record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'member.invited',
			targetId: id,
			detail: { role: input.role }
		});
	});
	return { url: `${deps.config.origin}/invite/${token}`, expiresAt };
}

/** Those that can still be accepted, newest first. */
export async function listInvitations(deps: Deps, operator: OperatorPrincipal): Promise<InvitationRow[]> {
	const { invitations } = deps.store.t;
	const rows = await deps.store.db
		.select()
		.from(invitations)
		.where(
			and(
				eq(invitations.organizationId, operator.organizationId),
				isNull(invitations.endedAt),
				gt(invitations.expiresAt, deps.clock.now())
			)
		)
		.orderBy(desc(invitations.createdAt), desc(invitations.id));
	return rows.map(({ id, email, role, createdAt, expiresAt }) => ({ id, email, role, createdAt, expiresAt }));
}

/** The link stops working. @throws NOT_FOUND */
export async function revokeInvitation(deps: Deps, operator: OperatorPrincipal, input: { id: string }): Promise<void> {
	await deps.store.tx(function* (tx) {
		const { invitations } = tx.t;
		const ended = yield* q(
			tx.db
				.update(invitations)
				.set({ endedAt: deps.clock.now() })
				.where(
					and(
						eq(invitations.id, input.id),
						eq(invitations.organizationId, operator.organizationId),
						isNull(invitations.endedAt)
					)
				)
				.returning({ id: invitations.id })
		);
		if (ended.length === 0) throw new AppError('NOT_FOUND');
		yield* record(tx, deps, {
			organizationId: operator.organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'member.invitation_revoked',
			targetId: input.id
		});
	});
}

export interface OpenInvitation {
	organizationName: string;
	email: string;
	role: MemberRole;
	/** Whether somebody has this address already: they join with the password they have. */
	known: boolean;
	/** Whether whoever joins has to have a second step. */
	secondStepRequired: boolean;
}

/** What the link leads to. @throws NOT_FOUND for none, one that was used, taken back, or is too old */
export async function readInvitation(deps: Deps, token: string): Promise<OpenInvitation> {
	const found = await findOpen(deps, token);
	return {
		organizationName: found.organizationName,
		email: found.email,
		role: found.role,
		known: found.userId !== null,
		secondStepRequired: found.secondStepRequired
	};
}

async function findOpen(deps: Deps, token: string) {
	const { invitations, organizations, users } = deps.store.t;
	const [row] = await deps.store.db
		.select({
			id: invitations.id,
			organizationId: invitations.organizationId,
			organizationName: organizations.name,
			email: invitations.email,
			role: invitations.role,
			userId: users.id,
			secondStepRequired: organizations.secondStepRequired
		})
		.from(invitations)
		.innerJoin(organizations, eq(organizations.id, invitations.organizationId))
		.leftJoin(users, eq(users.email, invitations.email))
		.where(
			and(
				eq(invitations.tokenHash, hashSecret(token)),
				isNull(invitations.endedAt),
				gt(invitations.expiresAt, deps.clock.now())
			)
		);
	if (!row) throw new AppError('NOT_FOUND');
	return row;
}

/**
 * Joins by the link: with a new password, or with the one that the person has. A person whose login asks for a second step logs in
 * afterwards, as always: `token` is null then.
 * @throws NOT_FOUND, LOGIN_FAILED, RATE_LIMITED
 */
export async function acceptInvitation(
	deps: Deps,
	input: { token: string; password: string; address: string; userAgent?: string | null }
): Promise<{ token: string | null }> {
	await countOrRefuse(deps, [guessesFrom('invitation', input.address)]);
	const found = await findOpen(deps, input.token);
	if (found.userId !== null) await checkPassword(deps, found.userId, input.password);
	const passwordHash = found.userId === null ? await hashPassword(input.password) : null;
	const userId = found.userId ?? deps.ids.uuid();
	await deps.store.tx((tx) => join(tx, deps, { ...found, userId, passwordHash }));
	if (await hasSecondStep(deps, userId)) return { token: null };
	return openLoginSession(deps, userId, input.userAgent);
}

function* join(
	tx: Tx,
	deps: Deps,
	row: {
		id: string;
		organizationId: string;
		email: string;
		role: MemberRole;
		userId: string;
		passwordHash: string | null;
	}
): Step<void> {
	const { invitations, memberships, users } = tx.t;
	const createdAt = deps.clock.now();
	const { organizationId, userId, email, role, passwordHash } = row;
	// Of two who use the link at the same moment one finds it used.
	const used = yield* q(
		tx.db
			.update(invitations)
			.set({ endedAt: createdAt })
			.where(and(eq(invitations.id, row.id), isNull(invitations.endedAt)))
			.returning({ id: invitations.id })
	);
	if (used.length === 0) throw new AppError('NOT_FOUND');
	if (passwordHash !== null) yield* q(tx.db.insert(users).values({ id: userId, email, passwordHash, createdAt }));
	yield* q(tx.db.insert(memberships).values({ organizationId, userId, role, createdAt }).onConflictDoNothing());
	yield* record(tx, deps, {
		organizationId,
		actor: { type: 'operator', id: userId },
		action: 'member.joined',
		targetId: row.id,
		detail: { role }
	});
}

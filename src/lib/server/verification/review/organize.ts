import { and, asc, eq, gt } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import { TAGS_AT_MOST } from '$lib/contract/bulk';
import type { Authorized, OperatorPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { lockSession, q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { addMarks, removeMarks, replaceMarks } from '../find/marks';
import { updateSession, type SessionRow } from '../session/sessionRepo';

/** Tags that the filter offers. */
const OFFERED_AT_MOST = 100;

/**
 * Gives these sessions to a colleague, or to nobody, all or none. NOT_FOUND where one of them or the colleague is foreign. With `seen`,
 * the colleague whom the page showed: REVIEW_CONFLICT where another one has it now.
 */
export async function assignSessions(
	deps: Deps,
	operator: Authorized<'review'>,
	input: { sessionIds: string[]; userId: string | null; seen?: string | null | undefined }
): Promise<{ changed: number }> {
	return deps.store.tx(function* (tx) {
		if (input.userId !== null) yield* assertColleague(tx, operator, input.userId);
		const rows = (yield* ownSessions(tx, operator, input.sessionIds)).filter((row) => row.assigneeId !== input.userId);
		if (input.seen !== undefined && rows.some(({ assigneeId }) => assigneeId !== input.seen))
			throw new AppError('REVIEW_CONFLICT');
		for (const session of rows) {
			yield* q(updateSession(tx, session.organizationId, session.id, { assigneeId: input.userId }));
			yield* replaceMarks(tx, session, 'assignee', input.userId === null ? [] : [input.userId]);
			yield* record(tx, deps, {
				organizationId: session.organizationId,
				sessionId: session.id,
				actor: { type: 'operator', id: operator.userId },
				action: 'session.assigned',
				detail: { to: input.userId }
			});
		}
		return { changed: rows.length };
	});
}

/** Adds and removes tags on these sessions, all or none; what is so already stays unrecorded. VALIDATION_FAILED where a session would carry more than TAGS_AT_MOST. */
export async function tagSessions(
	deps: Deps,
	operator: Authorized<'review'>,
	input: { sessionIds: string[]; add: string[]; remove: string[] }
): Promise<{ changed: number }> {
	return deps.store.tx(function* (tx) {
		const rows = yield* ownSessions(tx, operator, input.sessionIds);
		let changed = 0;
		for (const session of rows) {
			if (session.status === 'redacted')
				throw new AppError('SESSION_FINISHED', { internal: 'redacted: nothing is kept' });
			const before = new Set(yield* tagsOf(tx, session));
			const remove = input.remove.filter((tag) => before.has(tag) && !input.add.includes(tag));
			const add = [...new Set(input.add)].filter((tag) => !before.has(tag));
			if (before.size - remove.length + add.length > TAGS_AT_MOST)
				throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'add', message: `at most ${TAGS_AT_MOST} tags` }] });
			if (add.length + remove.length === 0) continue;
			changed += 1;
			if (remove.length > 0) yield* q(removeMarks(tx, session, 'tag', remove));
			yield* addMarks(tx, session, 'tag', add);
			yield* record(tx, deps, {
				organizationId: session.organizationId,
				sessionId: session.id,
				actor: { type: 'operator', id: operator.userId },
				action: 'session.tagged',
				detail: { added: add.length, removed: remove.length }
			});
		}
		return { changed };
	});
}

function* tagsOf(tx: Tx, session: SessionRow): Step<string[]> {
	const { sessionMarks } = tx.t;
	const rows = yield* q(
		tx.db
			.select({ value: sessionMarks.value })
			.from(sessionMarks)
			.where(and(eq(sessionMarks.sessionId, session.id), eq(sessionMarks.kind, 'tag')))
	);
	return rows.map(({ value }) => value);
}

/** What the filter offers: colleagues, and the tags in use, in alphabetical order. */
export async function readListChoices(
	deps: Deps,
	operator: OperatorPrincipal,
	{ environment }: { environment: Environment }
): Promise<{ colleagues: { userId: string; email: string }[]; tags: string[]; countries: string[] }> {
	const { memberships, users } = deps.store.t;
	const colleagues = await deps.store.db
		.select({ userId: users.id, email: users.email })
		.from(memberships)
		.innerJoin(users, eq(users.id, memberships.userId))
		.where(eq(memberships.organizationId, operator.organizationId))
		.orderBy(asc(users.email));
	const valuesOf = (kind: 'tag' | 'issuingState') => distinctValues(deps.store, operator, environment, kind);
	return { colleagues, tags: await valuesOf('tag'), countries: await valuesOf('issuingState') };
}

/** Steps from one value to the next through the index: as many reads as there are values, however many sessions carry them. */
async function distinctValues(
	tx: Tx,
	operator: OperatorPrincipal,
	environment: Environment,
	kind: 'tag' | 'issuingState'
): Promise<string[]> {
	const { sessionMarks } = tx.t;
	const values: string[] = [];
	for (let last = ''; values.length < OFFERED_AT_MOST;) {
		const [row] = await tx.db
			.select({ value: sessionMarks.value })
			.from(sessionMarks)
			.where(
				and(
					eq(sessionMarks.organizationId, operator.organizationId),
					eq(sessionMarks.environment, environment),
					eq(sessionMarks.kind, kind),
					gt(sessionMarks.value, last)
				)
			)
			.orderBy(asc(sessionMarks.value))
			.limit(1);
		if (!row) break;
		values.push((last = row.value));
	}
	return values;
}

function* ownSessions(tx: Tx, operator: OperatorPrincipal, ids: string[]): Step<SessionRow[]> {
	const rows: SessionRow[] = [];
	// Locked one after the other in one order: two such changes at once wait for each other, never across.
	for (const id of [...new Set(ids)].sort()) {
		const [row] = yield* q(lockSession(tx, operator.organizationId, id));
		if (!row) throw new AppError('NOT_FOUND');
		rows.push(row);
	}
	return rows;
}

function* assertColleague(tx: Tx, operator: OperatorPrincipal, userId: string): Step<void> {
	const { memberships } = tx.t;
	const [row] = yield* q(
		tx.db
			.select({ userId: memberships.userId })
			.from(memberships)
			.where(and(eq(memberships.organizationId, operator.organizationId), eq(memberships.userId, userId)))
	);
	if (!row) throw new AppError('NOT_FOUND', { internal: 'nobody of this organization' });
}

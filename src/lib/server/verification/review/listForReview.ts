import { and, desc, eq, inArray } from 'drizzle-orm';
import type { ReviewRow } from '$lib/contract/review';
import type { SessionListFilter } from '$lib/contract/sessionList';
import { emailsOf, type OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { open } from '$lib/server/platform';
import { foldWhole, foldWords } from '../find/foldText';
import { holderNameAad } from '../find/noteDocument';
import type { Mark } from '../find/filters';
import { pageOfFound, type Find, type Found } from '../find/pageOfFound';
import { wordHasher } from '../find/searchWords';
import { isSessionId } from '../session/sessionId';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';

export type ReviewFilter = SessionListFilter & { cursor?: string | undefined; limit: number };

/** The dashboard's list: one keyset page, a look-up each for reasons, tags and colleagues of its rows. */
export async function listForReview(
	deps: Deps,
	operator: OperatorPrincipal,
	filter: ReviewFilter
): Promise<{ sessions: ReviewRow[] } & Pick<Found, 'lookedBackTo' | 'nextCursor'>> {
	const { rows, ...place } = await pageOfFound(deps.store, await findOf(deps, operator, filter));
	return { sessions: await reviewRows(deps, operator.organizationId, rows), ...place };
}

/** What a list shows of these sessions: three look-ups for all of them. */
export async function reviewRows(deps: Deps, organizationId: string, rows: SessionRow[]): Promise<ReviewRow[]> {
	if (rows.length === 0) return [];
	const ids = rows.map((row) => row.id);
	const [reasons, tags, emails] = await Promise.all([
		readNewestReasons(deps, organizationId, ids),
		readTags(deps, ids),
		emailsOf(
			deps,
			rows.flatMap((row) => row.assigneeId ?? [])
		)
	]);
	return rows.map((row) => ({
		sessionId: row.id,
		environment: row.environment,
		externalUserId: row.externalUserId,
		status: row.status,
		reviewStatus: row.reviewStatus,
		holderName: holderNameOf(deps, row),
		documentType: row.documentType,
		issuingState: row.issuingState,
		reasons: reasons.get(row.id) ?? [],
		tags: tags.get(row.id) ?? [],
		assignee: row.assigneeId && (emails.get(row.assigneeId) ?? row.assigneeId),
		createdAt: row.createdAt,
		completedAt: row.completedAt
	}));
}

/** The list's filter in the words of the tables. */
async function findOf(deps: Deps, operator: OperatorPrincipal, filter: ReviewFilter): Promise<Find> {
	const { environment, status, reviewStatus, from, until, cursor, limit } = filter;
	const marks: Mark[] = [];
	if (filter.documentType) marks.push({ kind: 'documentType', value: filter.documentType });
	if (filter.country) marks.push({ kind: 'issuingState', value: filter.country });
	if (filter.reason) marks.push({ kind: 'reason', value: filter.reason });
	if (filter.tag) marks.push({ kind: 'tag', value: filter.tag });
	const unassigned = filter.assignee === 'nobody';
	if (filter.assignee && !unassigned) marks.push({ kind: 'assignee', value: filter.assignee });
	const { organizationId } = operator;
	const find: Find = {
		organizationId,
		environment,
		status,
		reviewStatus,
		unassigned,
		marks,
		from,
		until,
		cursor,
		limit
	};
	const search = filter.search?.trim();
	return search ? { ...find, ...(await searchOf(deps, find, search)) } : find;
}

/**
 * What somebody typed, from the most exact meaning to the widest: a session's id, an externalUserId that exists, one number or name
 * written together, all words of a name.
 */
async function searchOf(deps: Deps, find: Find, search: string): Promise<Partial<Find>> {
	if (isSessionId(search.toLowerCase())) return { sessionId: search.toLowerCase() };
	const exists = async (change: Partial<Find>) => {
		const { organizationId, environment } = find;
		const { rows } = await pageOfFound(deps.store, { organizationId, environment, marks: [], limit: 1, ...change });
		return rows.length > 0;
	};
	if (await exists({ externalUserId: search })) return { externalUserId: search };
	const hash = wordHasher(deps.keyring, find.organizationId);
	const word = (folded: string): Mark => ({ kind: 'word', value: hash(folded) });
	const [whole, words] = [word(foldWhole(search)), foldWords(search)];
	const marks = words.length < 2 || (await exists({ marks: [whole] })) ? [whole] : words.map(word);
	return { marks: [...find.marks, ...marks] };
}

function holderNameOf(deps: Deps, row: SessionRow): string | null {
	if (!row.holderNameSealed || !row.wrappedKey) return null;
	return open(openSessionKey(deps, row), row.holderNameSealed, holderNameAad(row.id)).toString('utf8');
}

async function readNewestReasons(deps: Deps, organizationId: string, ids: string[]): Promise<Map<string, string[]>> {
	const { decisions } = deps.store.t;
	const rows = await deps.store.db
		.select({ sessionId: decisions.sessionId, reasonCodes: decisions.reasonCodes })
		.from(decisions)
		.where(and(inArray(decisions.sessionId, ids), eq(decisions.organizationId, organizationId)))
		.orderBy(desc(decisions.createdAt));
	const newest = new Map<string, string[]>();
	for (const row of rows) if (!newest.has(row.sessionId)) newest.set(row.sessionId, row.reasonCodes);
	return newest;
}

/** The tags of each of these sessions, which are the organization's own. */
export async function readTags(deps: Deps, ids: string[]): Promise<Map<string, string[]>> {
	const { sessionMarks } = deps.store.t;
	const rows = await deps.store.db
		.select({ sessionId: sessionMarks.sessionId, value: sessionMarks.value })
		.from(sessionMarks)
		// The ids are the organization's own. Its name here would lead SQLite through all of its marks.
		.where(and(inArray(sessionMarks.sessionId, ids), eq(sessionMarks.kind, 'tag')));
	const tags = new Map<string, string[]>();
	for (const { sessionId, value } of rows) tags.set(sessionId, [...(tags.get(sessionId) ?? []), value].sort());
	return tags;
}

import { EXPORT_AT_MOST } from '$lib/contract/bulk';
import type { SessionListFilter } from '$lib/contract/sessionList';
import type { ReviewRow } from '$lib/contract/review';
import type { Authorized } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import type { Deps } from '$lib/server/deps';
import { csvLine } from '$lib/server/platform';
import { listForReview } from './listForReview';

const PAGE = 100;

const COLUMNS: Record<string, (row: ReviewRow) => string> = {
	sessionId: (row) => row.sessionId,
	environment: (row) => row.environment,
	externalUserId: (row) => row.externalUserId ?? '',
	name: (row) => row.holderName ?? '',
	status: (row) => row.status,
	reviewStatus: (row) => row.reviewStatus,
	documentType: (row) => row.documentType ?? '',
	issuingState: (row) => row.issuingState ?? '',
	reasons: (row) => row.reasons.join(' '),
	tags: (row) => row.tags.join(', '),
	assignee: (row) => row.assignee ?? '',
	createdAt: (row) => new Date(row.createdAt).toISOString(),
	completedAt: (row) => (row.completedAt === null ? '' : new Date(row.completedAt).toISOString())
};

/**
 * What the filter finds, as CSV (RFC 4180), newest first. That somebody took it is recorded first. A list that is
 * cut off says so in a row at its end: whoever opens the file would take it for whole.
 */
export async function* exportSessions(
	deps: Deps,
	operator: Authorized<'review'>,
	filter: SessionListFilter,
	most = EXPORT_AT_MOST
): AsyncGenerator<string> {
	await deps.store.tx((tx) =>
		record(tx, deps, {
			organizationId: operator.organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'sessions.exported',
			detail: { environment: filter.environment, filters: Object.keys(filter).sort() }
		})
	);
	yield csvLine(Object.keys(COLUMNS));
	let cursor: string | undefined;
	for (let left = most; left > 0;) {
		const page = await listForReview(deps, operator, { ...filter, cursor, limit: Math.min(PAGE, left) });
		if (page.sessions.length > 0)
			yield page.sessions.map((row) => csvLine(Object.values(COLUMNS).map((cell) => cell(row)))).join('');
		left -= page.sessions.length;
		if (page.nextCursor === null) return;
		cursor = page.nextCursor;
	}
	const end = `The newest ${most} sessions: there are more`;
	yield csvLine(Object.keys(COLUMNS).map((_, index) => (index === 0 ? end : '')));
}

import { and, desc, eq, inArray } from 'drizzle-orm';
import type { ReviewRow } from '$lib/contract/review';
import type { Environment, ReviewStatus, SessionStatus } from '$lib/contract/slots';
import type { OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import type { DocumentAnalysis } from '$lib/server/vision/types';
import { bestFields } from '../checks/fields';
import { analysisAad } from '../evidence/board';
import { pageOfSessions } from '../session/listSessions';
import { isSessionId } from '../session/sessionId';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';

export interface ReviewFilter {
	environment: Environment;
	status?: SessionStatus | undefined;
	reviewStatus?: ReviewStatus | undefined;
	/** A session id or an externalUserId, exact. */
	search?: string | undefined;
	cursor?: string | undefined;
	limit: number;
}

/** The dashboard's list: one keyset page, two look-ups for its rows. */
export async function listForReview(
	deps: Deps,
	operator: OperatorPrincipal,
	filter: ReviewFilter
): Promise<{ sessions: ReviewRow[]; nextCursor: string | null }> {
	const search = filter.search?.trim();
	const { rows, nextCursor } = await pageOfSessions(deps.store, {
		organizationId: operator.organizationId,
		environment: filter.environment,
		status: filter.status,
		reviewStatus: filter.reviewStatus,
		...(search
			? isSessionId(search.toLowerCase())
				? { sessionId: search.toLowerCase() }
				: { externalUserId: search }
			: {}),
		cursor: filter.cursor,
		limit: filter.limit
	});
	return { sessions: await reviewRows(deps, operator.organizationId, rows), nextCursor };
}

/** What a list shows of these sessions: two look-ups for all of them. */
export async function reviewRows(deps: Deps, organizationId: string, rows: SessionRow[]): Promise<ReviewRow[]> {
	if (rows.length === 0) return [];
	const ids = rows.map((row) => row.id);
	const fronts = await readFronts(deps, organizationId, ids);
	const reasons = await readNewestReasons(deps, organizationId, ids);
	return rows.map((row) => reviewRow(deps, row, fronts.get(row.id), reasons.get(row.id) ?? []));
}

type Front = { evidenceId: string; bodySealed: Buffer };

async function readFronts(deps: Deps, organizationId: string, ids: string[]): Promise<Map<string, Front>> {
	const { analyses, evidence } = deps.store.t;
	const rows = await deps.store.db
		.select({ sessionId: analyses.sessionId, evidenceId: analyses.evidenceId, bodySealed: analyses.bodySealed })
		.from(analyses)
		.innerJoin(evidence, eq(evidence.id, analyses.evidenceId))
		.where(
			and(
				inArray(analyses.sessionId, ids),
				eq(analyses.organizationId, organizationId),
				eq(analyses.slot, 'id_front'),
				eq(evidence.state, 'accepted')
			)
		);
	return new Map(rows.map((row) => [row.sessionId, row]));
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

function reviewRow(deps: Deps, row: SessionRow, front: Front | undefined, reasons: string[]): ReviewRow {
	const analysis =
		front && row.wrappedKey
			? openJson<DocumentAnalysis>(openSessionKey(deps, row), front.bodySealed, analysisAad(front.evidenceId))
			: null;
	return {
		sessionId: row.id,
		environment: row.environment,
		externalUserId: row.externalUserId,
		status: row.status,
		reviewStatus: row.reviewStatus,
		holderName: analysis && holderName([analysis]),
		documentType: analysis?.document.type ?? null,
		issuingState: analysis?.document.issuingState ?? null,
		reasons,
		createdAt: row.createdAt,
		completedAt: row.completedAt
	};
}

/** "Given names Surname", as printed where the sources agree. */
export function holderName(documents: DocumentAnalysis[]): string | null {
	const fields = bestFields(
		documents,
		documents.some((document) => document.mrz?.valid)
	);
	const parts = [fields.secondaryIdentifier?.value, fields.primaryIdentifier?.value].filter(Boolean);
	return parts.length > 0 ? parts.join(' ') : (fields.fullName?.value ?? null);
}

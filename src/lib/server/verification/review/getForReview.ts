import { and, eq, gt } from 'drizzle-orm';
import type { ReviewDecision, ReviewField, ReviewPicture, ReviewView } from '$lib/contract/review';
import type { OperatorPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import type { AddressAnalysis, DocumentAnalysis, FaceAnalysis } from '$lib/server/vision/types';
import { listEvents } from '$lib/server/webhooks';
import { analysisAad } from '../evidence/board';
import {
	findAnalyses,
	findArtifacts,
	findEvidence,
	type ArtifactRow,
	type EvidenceRow
} from '../evidence/evidenceRepo';
import { loadSession } from '../session/load';
import { findDecisions, readChecks, readTimeline } from '../session/readSession';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { agreementOf } from '../checks/agreement';
import { openComment } from './comments';
import { emailsOf } from './emails';
import { holderName } from './listForReview';

type Analysis = DocumentAnalysis | FaceAnalysis | AddressAnalysis;

/** Everything that the session page shows, in one read. That a person looked is recorded. */
export async function getForReview(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { sessionId: string }
): Promise<ReviewView> {
	const session = await loadSession(deps, operator, input.sessionId);
	const evidence = await findEvidence(deps.store, session.organizationId, session.id);
	const artifacts = await findArtifacts(deps.store, session.organizationId, session.id);
	const analyses = await openAnalyses(deps, session);
	const newest = evidence.filter(
		(row) => row.state === 'accepted' || row.state === 'analyzing' || row.state === 'refused'
	);
	const documents = newest
		.map((row) => analyses.get(row.id))
		.filter((analysis): analysis is DocumentAnalysis => analysis?.kind === 'document');
	const mrz = documents.find((document) => document.mrz)?.mrz ?? null;
	const known = documents.find((document) => document.document.type !== 'unknown') ?? documents[0];
	await recordView(deps, operator, session);
	return {
		sessionId: session.id,
		environment: session.environment,
		externalUserId: session.externalUserId,
		status: session.status,
		reviewStatus: session.reviewStatus,
		metadata: session.metadata,
		holderName: holderName(documents),
		document: known ? { type: known.document.type, issuingState: known.document.issuingState } : null,
		mrz: mrz && { format: mrz.format, lines: mrz.lines, valid: mrz.valid },
		pictures: pictures(newest, artifacts, analyses),
		fields: fields(newest, analyses),
		checks: await readChecks(deps.store, session),
		decisions: await decisions(deps, session),
		timeline: await timeline(deps, session),
		webhooks: await listEvents(deps, session.organizationId, session.id),
		raw: Object.fromEntries(newest.map((row) => [row.slot, analyses.get(row.id) ?? null])),
		canDecide: session.status === 'completed' && operator.role !== 'viewer',
		createdAt: session.createdAt,
		expiresAt: session.expiresAt,
		completedAt: session.completedAt
	};
}

/** The page reads itself again while it is open: that is still one look. */
const ONE_LOOK_MS = 10 * 60_000;

export async function recordView(deps: Deps, operator: OperatorPrincipal, session: SessionRow): Promise<void> {
	await deps.store.tx(function* (tx) {
		const { auditEvents } = tx.t;
		const [seen] = yield* q(
			tx.db
				.select({ id: auditEvents.id })
				.from(auditEvents)
				.where(
					and(
						eq(auditEvents.organizationId, session.organizationId),
						eq(auditEvents.sessionId, session.id),
						eq(auditEvents.action, 'session.viewed'),
						eq(auditEvents.actorId, operator.userId),
						gt(auditEvents.createdAt, deps.clock.now() - ONE_LOOK_MS)
					)
				)
				.limit(1)
		);
		if (seen) return;
		yield* record(tx, deps, {
			organizationId: session.organizationId,
			sessionId: session.id,
			actor: { type: 'operator', id: operator.userId },
			action: 'session.viewed'
		});
	});
}

async function openAnalyses(deps: Deps, session: SessionRow): Promise<Map<string, Analysis>> {
	if (!session.wrappedKey) return new Map();
	const key = openSessionKey(deps, session);
	const rows = await findAnalyses(deps.store, session.organizationId, session.id);
	return new Map(
		rows.map((row) => [row.evidenceId, openJson<Analysis>(key, row.bodySealed, analysisAad(row.evidenceId))])
	);
}

function pictures(evidence: EvidenceRow[], artifacts: ArtifactRow[], analyses: Map<string, Analysis>): ReviewPicture[] {
	return evidence.flatMap((row) => {
		const own = artifacts.filter((artifact) => artifact.evidenceId === row.id);
		const picture = own.find((artifact) => artifact.kind === 'picture');
		if (!picture) return [];
		const analysis = analyses.get(row.id);
		return [
			{
				artifactId: picture.id,
				slot: row.slot,
				width: picture.width ?? 0,
				height: picture.height ?? 0,
				heatmapArtifactId: own.find((artifact) => artifact.kind === 'heatmap')?.id ?? null,
				boxes: analysis ? boxes(analysis) : [],
				tamperRegions: analysis && analysis.kind !== 'face' ? tamperRegions(analysis) : [],
				attempt: row.attempt,
				state: row.state,
				reasonCodes: row.reasonCodes
			}
		];
	});
}

function boxes(analysis: Analysis): ReviewPicture['boxes'] {
	if (analysis.kind === 'face')
		return analysis.faces.map((face) => ({ kind: 'face' as const, label: 'face', box: face.box }));
	const printed = analysis.fields.flatMap((field) =>
		field.box && field.source === 'viz' ? [{ kind: 'viz' as const, label: field.name, box: field.box }] : []
	);
	if (analysis.kind === 'address') return printed;
	return [
		...printed,
		...(analysis.mrz?.boxes ?? []).map((box) => ({ kind: 'mrz' as const, label: 'mrz', box })),
		...(analysis.barcode?.box
			? [{ kind: 'barcode' as const, label: analysis.barcode.format, box: analysis.barcode.box }]
			: []),
		...(analysis.portrait ? [{ kind: 'portrait' as const, label: 'portrait', box: analysis.portrait.box }] : []),
		...(analysis.ghost ? [{ kind: 'portrait' as const, label: 'ghost portrait', box: analysis.ghost.box }] : [])
	];
}

const tamperRegions = (analysis: DocumentAnalysis | AddressAnalysis): ReviewPicture['tamperRegions'] =>
	(analysis.tamper?.regions ?? []).map(({ signals, fields, score, box }) => ({ signals, fields, score, box }));

function fields(evidence: EvidenceRow[], analyses: Map<string, Analysis>): ReviewField[] {
	const all = evidence.flatMap((row) => {
		const analysis = analyses.get(row.id);
		return analysis && analysis.kind !== 'face' ? analysis.fields.map((field) => ({ ...field, slot: row.slot })) : [];
	});
	return all.map((field) => ({ ...field, agrees: agreementOf(field, all) }));
}

async function decisions(deps: Deps, session: SessionRow): Promise<ReviewDecision[]> {
	const rows = await findDecisions(deps.store, session);
	const emails = await emailsOf(
		deps,
		rows.map((row) => row.decidedBy)
	);
	const key = session.wrappedKey ? openSessionKey(deps, session) : null;
	return rows.map((row) => ({
		outcome: row.outcome,
		reasonCodes: row.reasonCodes,
		decidedBy: emails.get(row.decidedBy) ?? row.decidedBy,
		comment: openComment(key, 'comment', row.id, row.commentSealed),
		applicantComment: openComment(key, 'applicantComment', row.id, row.applicantCommentSealed),
		policyVersion: row.policyVersion,
		createdAt: row.createdAt
	}));
}

async function timeline(deps: Deps, session: SessionRow): Promise<ReviewView['timeline']> {
	const rows = await readTimeline(deps.store, session);
	const emails = await emailsOf(
		deps,
		rows.flatMap((row) => (row.actorType === 'operator' && row.actorId ? [row.actorId] : []))
	);
	return rows.map((row) => ({
		at: row.createdAt,
		action: row.action,
		actor: (row.actorId && emails.get(row.actorId)) ?? row.actorType
	}));
}

import { and, desc, eq } from 'drizzle-orm';
import type {
	ReviewCorrection,
	ReviewDecision,
	ReviewDevice,
	ReviewTimelineEntry,
	ReviewView
} from '$lib/contract/review';
import { CAPTURE_STEPS, EVIDENCE_SLOTS } from '$lib/contract/slots';
import type { ExpectedDetails } from '$lib/contract/verification';
import { emailsOf, can, type OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import type { BurstAnalysis, DocumentAnalysis } from '$lib/server/vision/types';
import { listEvents } from '$lib/server/webhooks';
import { analysisAad } from '../evidence/board';
import {
	findAnalyses,
	findArtifacts,
	findEvidence,
	type AnalysisRow,
	type ArtifactRow,
	type EvidenceRow
} from '../evidence/evidenceRepo';
import { loadSession } from '../session/load';
import { recordLook } from '../session/recordLook';
import { findDecisions, readChecks, readTimeline } from '../session/readSession';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { sessionFields } from '../checks/fields';
import { nameIn } from '../checks/holderName';
import { CLIENT_ERROR_ACTION } from '../applicant/reportClientError';
import { correctionViews, readCorrections, withCorrections, type Correction } from './corrections';
import { expectedFields } from './expectedFields';
import { readTags } from './listForReview';
import { cameraOf } from './livenessFrames';
import { faceMatch, livenessOf } from './personFigures';
import { ratesOf } from './ratesOf';
import { erased, fields, pictures, type Analysis } from './pictures';
import { openComment } from './comments';

/** Everything that the session page shows, in one read. That a person looked is recorded. */
export async function getForReview(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { sessionId: string }
): Promise<ReviewView> {
	const session = await loadSession(deps, operator, input.sessionId);
	const evidence = await findEvidence(deps.store, session.organizationId, session.id);
	const artifacts = await findArtifacts(deps.store, session.organizationId, session.id);
	const rows = session.wrappedKey ? await findAnalyses(deps.store, session.organizationId, session.id) : [];
	const analyses = openAnalyses(deps, session, rows);
	const newest = evidence.filter(
		(row) => row.state === 'accepted' || row.state === 'analyzing' || row.state === 'refused'
	);
	const documents = newest
		.map((row) => analyses.get(row.id))
		.filter((analysis): analysis is DocumentAnalysis => analysis?.kind === 'document');
	const mrz = documents.find((document) => document.mrz)?.mrz ?? null;
	const known = documents.find((document) => document.document.type !== 'unknown') ?? documents[0];
	await recordLook(deps, session, { actor: { type: 'operator', id: operator.userId }, action: 'session.viewed' });
	const read = fields(newest, analyses);
	const corrections = await readCorrections(deps, session);
	const checks = await readChecks(deps.store, session);
	const models = rows.map(({ modelHashes }) => modelHashes);
	const log = await readTimeline(deps.store, session);
	const mayReview = can(operator.role, 'review');
	return {
		sessionId: session.id,
		environment: session.environment,
		externalUserId: session.externalUserId,
		status: session.status,
		reviewStatus: session.reviewStatus,
		metadata: session.metadata,
		assigneeId: session.assigneeId,
		tags: (await readTags(deps, [session.id])).get(session.id) ?? [],
		holderName: nameIn(withCorrections(sessionFields(documents, null), corrections)),
		document: known ? { type: known.document.type, issuingState: known.document.issuingState } : null,
		mrz: mrz && { format: mrz.format, lines: mrz.lines, valid: mrz.valid },
		pictures: pictures(newest, artifacts, analyses),
		erased: erased(evidence, artifacts, log),
		fields: read,
		corrections: await named(deps, corrections),
		expected: expectedFields(openExpected(deps, session), read, mayReview),
		faceMatch: faceMatch(checks, models),
		liveness: livenessOf(evidence, artifacts, (id) => burstOf(analyses, id)),
		device: await device(deps, session, evidence, artifacts, log),
		checks: checks.map((check) => ({ ...check, rates: ratesOf(check, models) })),
		decisions: await decisions(deps, session),
		timeline: await timeline(deps, log),
		webhooks: await listEvents(deps, session.organizationId, session.id),
		raw: Object.fromEntries(newest.map((row) => [row.slot, analyses.get(row.id) ?? null])),
		canDecide: session.status === 'completed' && mayReview,
		canExport: session.status !== 'redacted' && mayReview,
		createdAt: session.createdAt,
		expiresAt: session.expiresAt,
		completedAt: session.completedAt
	};
}

async function named(deps: Deps, corrections: readonly Correction[]): Promise<ReviewCorrection[]> {
	const emails = await emailsOf(
		deps,
		corrections.map(({ correctedBy }) => correctedBy)
	);
	return correctionViews(corrections, (id) => emails.get(id) ?? id);
}

function openAnalyses(deps: Deps, session: SessionRow, rows: readonly AnalysisRow[]): Map<string, Analysis> {
	if (!session.wrappedKey) return new Map();
	const key = openSessionKey(deps, session);
	return new Map(
		rows.map((row) => [row.evidenceId, openJson<Analysis>(key, row.bodySealed, analysisAad(row.evidenceId))])
	);
}

function burstOf(analyses: ReadonlyMap<string, Analysis>, evidenceId: string): BurstAnalysis | null {
	const analysis = analyses.get(evidenceId);
	return analysis?.kind === 'burst' ? analysis : null;
}

const openExpected = (deps: Deps, session: SessionRow): ExpectedDetails | null =>
	session.expectedDetailsSealed && session.wrappedKey
		? openJson(openSessionKey(deps, session), session.expectedDetailsSealed, `expectedDetails|${session.id}`)
		: null;

type LogRow = Awaited<ReturnType<typeof readTimeline>>[number];

async function device(
	deps: Deps,
	session: SessionRow,
	evidence: EvidenceRow[],
	artifacts: ArtifactRow[],
	log: readonly LogRow[]
): Promise<ReviewDevice> {
	const { consents } = deps.store.t;
	const [consent] = await deps.store.db
		.select({ textVersion: consents.textVersion, locale: consents.locale, at: consents.createdAt })
		.from(consents)
		.where(and(eq(consents.sessionId, session.id), eq(consents.organizationId, session.organizationId)))
		.orderBy(desc(consents.createdAt))
		.limit(1);
	const recording = evidence.filter(({ slot }) => slot === 'liveness').at(-1);
	return {
		locale: session.locale,
		consent: consent ?? null,
		camera: recording ? await cameraOf(deps, session, artifacts, recording.id) : null,
		moves: log.filter(({ action }) => action === 'session.handed_off' || action === 'session.taken_over').length
	};
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

async function timeline(deps: Deps, rows: readonly LogRow[]): Promise<ReviewTimelineEntry[]> {
	const emails = await emailsOf(
		deps,
		rows.flatMap((row) => (row.actorType === 'operator' && row.actorId ? [row.actorId] : []))
	);
	return rows.map((row) => ({
		at: row.createdAt,
		action: row.action,
		actor: (row.actorId && emails.get(row.actorId)) ?? row.actorType,
		trouble: row.action === CLIENT_ERROR_ACTION ? troubleOf(row) : null,
		slot: EVIDENCE_SLOTS.find((slot) => slot === row.detail.slot) ?? null
	}));
}

function troubleOf({ detail }: LogRow): ReviewTimelineEntry['trouble'] {
	const { code, step, errorCode } = detail;
	const known = CAPTURE_STEPS.find((candidate) => candidate === step);
	if (typeof code !== 'string' || !known) return null;
	return { code, step: known, errorCode: typeof errorCode === 'string' ? errorCode : null };
}

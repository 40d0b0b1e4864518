import { eq } from 'drizzle-orm';
import { PICTURE_SLOTS } from '$lib/contract/slots';
import type { ExpectedDetails } from '$lib/contract/verification';
import { record } from '$lib/server/audit';
import { q, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import type { AddressAnalysis, DocumentAnalysis, FaceAnalysis, FaceTemplate, Vision } from '$lib/server/vision/types';
import { append } from '$lib/server/webhooks';
import { runChecks } from '../checks/registry';
import type { AnalysisFailure, CheckInput, CheckResult } from '../checks/types';
import { decide } from '../decision/decide';
import { policyOfSession } from '../decision/policy';
import { analysisAad, readBoard } from '../evidence/board';
import { eraseTemplates, findAnalyses } from '../evidence/evidenceRepo';
import { completedPayload } from '../events/completedPayload';
import { transition } from '../session/sessionMachine';
import { openSessionKey } from '../session/sessionKey';
import { findSession, lockSession, updateSession, type SessionRow } from '../session/sessionRepo';

/**
 * Job `finalizeSession`: once every picture of a submitted session has been read, compares the faces, runs the checks,
 * decides, and records all of it with the completed event in one transaction. Does nothing while a picture is still open:
 * the last analysis enqueues it again.
 */
export async function finalizeSession(
	deps: Deps & { vision: Pick<Vision, 'compareFaces'> },
	payload: { organizationId: string; sessionId: string }
): Promise<void> {
	const [session] = await findSession(deps.store, payload.organizationId, payload.sessionId);
	if (session?.status !== 'processing' || !session.wrappedKey) return;
	const { newest } = await readBoard(deps, session);
	if (PICTURE_SLOTS.some((slot) => newest[slot]?.state === 'analyzing')) return;
	const input = await gatherCheckInput(deps, session);
	const checks = runChecks(input);
	const verdict = decide(checks, input.policy);
	await deps.store.tx(function* (tx) {
		const [locked] = yield* q(lockSession(tx, session.organizationId, session.id));
		const move = locked ? transition(locked.status, 'complete') : null;
		if (!locked || !move?.ok) return;
		yield* saveChecks(tx, deps, session, checks);
		const decidedAt = deps.clock.now();
		yield* q(
			tx.db.insert(tx.t.decisions).values({
				id: deps.ids.uuid(),
				organizationId: session.organizationId,
				sessionId: session.id,
				outcome: verdict.outcome,
				reasonCodes: verdict.reasons,
				decidedBy: 'policy',
				policyVersion: session.policyVersion,
				createdAt: decidedAt
			})
		);
		const [completed] = yield* q(
			updateSession(tx, session.organizationId, session.id, {
				status: move.status,
				reviewStatus: verdict.outcome,
				completedAt: decidedAt
			})
		);
		if (!completed) return;
		// The templates have served the one comparison they were made for.
		yield* q(eraseTemplates(tx, session.organizationId, session.id));
		yield* record(tx, deps, {
			organizationId: session.organizationId,
			sessionId: session.id,
			actor: { type: 'policy', id: String(session.policyVersion) },
			action: `session.${verdict.outcome}`,
			detail: { reasons: verdict.reasons }
		});
		yield* append(tx, deps, {
			session: completed,
			sessionKey: openSessionKey(deps, completed),
			payload: completedPayload({
				decision: { ...verdict, decidedBy: 'policy', decidedAt, policyVersion: session.policyVersion },
				checks,
				documents: [input.front, input.back]
			})
		});
	});
	deps.log.info({ sessionId: session.id, outcome: verdict.outcome, codes: verdict.reasons }, 'session decided');
}

/** Everything the checks may know, opened from what the analyses left. */
export async function gatherCheckInput(
	deps: Deps & { vision: Pick<Vision, 'compareFaces'> },
	session: SessionRow
): Promise<CheckInput> {
	const key = openSessionKey(deps, session);
	const { newest } = await readBoard(deps, session);
	const rows = await findAnalyses(deps.store, session.organizationId, session.id);
	const failures: CheckInput['failures'] = {};
	const rowOf = (slot: (typeof PICTURE_SLOTS)[number]) => {
		const evidence = newest[slot];
		const row = rows.find((candidate) => candidate.evidenceId === evidence?.id);
		const failure = evidence?.reasonCodes.find(isFailure);
		if (evidence && !row) failures[slot] = failure ?? 'analysis_failed';
		return row ?? null;
	};
	const [front, back, selfie, poa] = [rowOf('id_front'), rowOf('id_back'), rowOf('selfie'), rowOf('poa')];
	const body = <T>(row: typeof front): T | null => row && openJson<T>(key, row.bodySealed, analysisAad(row.evidenceId));
	const template = (row: typeof front): FaceTemplate | null =>
		row?.templateSealed ? openJson<FaceTemplate>(key, row.templateSealed, `template|${row.evidenceId}`) : null;
	const [probe, reference] = [template(selfie), template(front) ?? template(back)];
	return {
		policy: await policyOfSession(deps, session),
		today: new Date(deps.clock.now()).toISOString().slice(0, 10),
		expectedDetails: session.expectedDetailsSealed
			? openJson<ExpectedDetails>(key, session.expectedDetailsSealed, `expectedDetails|${session.id}`)
			: null,
		front: body<DocumentAnalysis>(front),
		back: body<DocumentAnalysis>(back),
		address: body<AddressAnalysis>(poa),
		selfie: body<FaceAnalysis>(selfie),
		faceComparison: probe && reference ? deps.vision.compareFaces(probe, reference) : null,
		failures
	};
}

const isFailure = (code: string): code is AnalysisFailure => code === 'model_unavailable' || code === 'analysis_failed';

function* saveChecks(tx: Tx, deps: Deps, session: SessionRow, checks: CheckResult[]) {
	yield* q(tx.db.delete(tx.t.checkResults).where(eq(tx.t.checkResults.sessionId, session.id)));
	for (const [position, check] of checks.entries())
		yield* q(
			tx.db.insert(tx.t.checkResults).values({
				sessionId: session.id,
				organizationId: session.organizationId,
				name: check.name,
				outcome: check.outcome,
				reasonCodes: check.reasonCodes,
				required: check.required,
				score: check.score === null ? null : String(check.score),
				threshold: check.threshold === null ? null : String(check.threshold),
				position,
				createdAt: deps.clock.now()
			})
		);
}

import { and, eq } from 'drizzle-orm';
import { DEFAULT_POLICY } from '$lib/contract/policyDefaults';
import { EVIDENCE_SLOTS } from '$lib/contract/slots';
import type { ExpectedDetails, FieldsView } from '$lib/contract/verification';
import { record } from '$lib/server/audit';
import { lockSession, q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import type { JobContext } from '$lib/server/jobs';
import { openJson } from '$lib/server/platform';
import type { FaceTemplate, Vision } from '$lib/server/vision/types';
import { append } from '$lib/server/webhooks';
import { sessionFields } from '../checks/fields';
import { runChecks } from '../checks/registry';
import type { CheckInput, CheckResult } from '../checks/types';
import { decide, type Verdict } from '../decision/decide';
import { mergePolicy, policyOfSession } from '../decision/policy';
import { readBoard } from '../evidence/board';
import { eraseTemplates, findAnalyses, type AnalysisRow } from '../evidence/evidenceRepo';
import { openAnalyses } from '../evidence/openAnalyses';
import { completedPayload } from '../events/completedPayload';
import { replaceMarks } from '../find/marks';
import { findCorrections, withCorrections } from '../review/corrections';
import { gatherLiveness } from '../liveness/gatherLiveness';
import { transition } from '../session/sessionMachine';
import { openSessionKey } from '../session/sessionKey';
import { withTemplates } from './withTemplates';
import { findSession, updateSession, type SessionRow } from '../session/sessionRepo';

export type FinalizePayload = { organizationId: string; sessionId: string };

/**
 * Job `finalizeSession`: once every picture of a submitted session has been read, compares the faces, runs the checks,
 * decides, and records all of it with the completed event in one transaction. Does nothing while a picture is still open:
 * the last analysis enqueues it again.
 */
export async function finalizeSession(
	deps: Deps & { vision: Vision },
	{ payload, finishIn }: Pick<JobContext<FinalizePayload>, 'payload' | 'finishIn'>
): Promise<void> {
	const [session] = await findSession(deps.store, payload.organizationId, payload.sessionId);
	if (session?.status !== 'processing' || !session.wrappedKey) return;
	const { newest } = await readBoard(deps, session);
	if (EVIDENCE_SLOTS.some((slot) => newest[slot]?.state === 'analyzing')) return;
	const input = await gatherCheckInput(deps, session);
	const checks = runChecks(input);
	// Whoever asked for a step again wants to see it: what came of it is theirs to decide.
	const automaticApproval = input.policy.automaticApproval && session.requestedSlot === null;
	const verdict = decide(checks, { automaticApproval });
	const decided = await deps.store.tx(function* (tx) {
		const corrections = yield* findCorrections(tx, deps, session);
		const done = yield* recordDecision(tx, deps, session, {
			checks,
			verdict,
			fields: withCorrections(sessionFields([input.front, input.back], input.address), corrections)
		});
		yield* finishIn(tx);
		return done;
	});
	if (!decided) return;
	deps.log.info({ sessionId: session.id, outcome: verdict.outcome, codes: verdict.reasons }, 'session decided');
}

/** The job gave up: nobody is left waiting. The session goes to a person, with every check marked as not run. */
export function* abandonSession(tx: Tx, deps: Deps, payload: FinalizePayload): Step<void> {
	const [session] = yield* q(findSession(tx, payload.organizationId, payload.sessionId));
	if (!session?.wrappedKey) return;
	const failed = 'analysis_failed' as const;
	const checks = runChecks({
		policy: mergePolicy(DEFAULT_POLICY, session.policyInput),
		today: new Date(deps.clock.now()).toISOString().slice(0, 10),
		expectedDetails: null,
		front: null,
		back: null,
		address: null,
		selfie: null,
		faceComparison: null,
		liveness: null,
		failures: { id_front: failed, selfie: failed, poa: failed }
	});
	const verdict = { outcome: 'pending_review' as const, reasons: [failed] };
	yield* recordDecision(tx, deps, session, { checks, verdict, fields: {} });
}

/** Checks, decision, the session's end and the completed event, as one fact. False when the session was no longer waiting for it. */
function* recordDecision(
	tx: Tx,
	deps: Deps,
	seen: SessionRow,
	result: { checks: CheckResult[]; verdict: Verdict; fields: FieldsView }
): Step<boolean> {
	const [session] = yield* q(lockSession(tx, seen.organizationId, seen.id));
	const move = session ? transition(session.status, 'complete') : null;
	if (!session?.wrappedKey || !move?.ok) return false;
	const { checks, verdict, fields } = result;
	const decidedAt = deps.clock.now();
	yield* saveChecks(tx, deps, session, checks);
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
	const change = { status: move.status, reviewStatus: verdict.outcome, completedAt: decidedAt, requestedSlot: null };
	yield* q(updateSession(tx, session.organizationId, session.id, change));
	yield* replaceMarks(tx, session, 'reason', verdict.reasons);
	// The templates have served the one comparison they were made for.
	yield* q(eraseTemplates(tx, session.organizationId, session.id));
	yield* record(tx, deps, {
		organizationId: session.organizationId,
		sessionId: session.id,
		actor: { type: 'policy', id: String(session.policyVersion) },
		action: `session.${verdict.outcome}`
	});
	yield* append(tx, deps, {
		session: { ...session, ...change },
		sessionKey: openSessionKey(deps, session),
		payload: completedPayload({
			decision: { ...verdict, decidedBy: 'policy', decidedAt, policyVersion: session.policyVersion },
			checks,
			fields
		})
	});
	return true;
}

/** Everything the checks may know, opened from what the analyses left. */
export async function gatherCheckInput(deps: Deps & { vision: Vision }, session: SessionRow): Promise<CheckInput> {
	const key = openSessionKey(deps, session);
	const { newest } = await readBoard(deps, session);
	const rows = await withTemplates(
		deps,
		session,
		newest,
		await findAnalyses(deps.store, session.organizationId, session.id)
	);
	const { rows: of, ...read } = openAnalyses(deps, session, newest, rows);
	const template = (row: AnalysisRow | null): FaceTemplate | null =>
		row?.templateSealed ? openJson<FaceTemplate>(key, row.templateSealed, `template|${row.evidenceId}`) : null;
	const [probe, reference] = [template(of.selfie), template(of.id_front) ?? template(of.id_back)];
	return {
		policy: await policyOfSession(deps, session),
		today: new Date(deps.clock.now()).toISOString().slice(0, 10),
		expectedDetails: session.expectedDetailsSealed
			? openJson<ExpectedDetails>(key, session.expectedDetailsSealed, `expectedDetails|${session.id}`)
			: null,
		...read,
		faceComparison: probe && reference ? deps.vision.compareFaces(probe, reference) : null,
		liveness: await gatherLiveness(deps, session, { rows, selfie: probe, document: reference })
	};
}

function* saveChecks(tx: Tx, deps: Deps, session: SessionRow, checks: CheckResult[]): Step<void> {
	const { checkResults } = tx.t;
	const own = and(eq(checkResults.sessionId, session.id), eq(checkResults.organizationId, session.organizationId));
	yield* q(tx.db.delete(checkResults).where(own));
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

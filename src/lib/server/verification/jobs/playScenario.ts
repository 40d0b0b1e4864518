/** The test environment's applicant: does through the domain what a page does through the applicant API, and nothing besides. */
import { SCENARIOS, type ScenarioId } from '$lib/contract/scenarios';
import { LIVENESS_ACTIONS, type LivenessAction } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import type { ApplicantPrincipal } from '$lib/server/auth';
import type { Step, Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { enqueue, type DeadReason, type JobContext } from '$lib/server/jobs';
import { AppError } from '$lib/server/platform';
import { giveConsent } from '../applicant/consent';
import { submitSession } from '../applicant/submit';
import { policyOfSession } from '../decision/policy';
import { submitEvidence } from '../evidence/submitEvidence';
import { createChallenge } from '../liveness/createChallenge';
import { submitBurst } from '../liveness/submitBurst';
import { takeAlternative } from '../liveness/takeAlternative';
import { SANDBOX_ACTIONS } from '../sandbox/runScenario';
import { loadSession } from '../session/load';
import { answerScenarioJob } from './definitions';
import { drawAnswer, ANSWER_TAKES_MS } from './scenarios/drawAnswer';
import { drawScenario } from './scenarios/drawScenario';

type Run = { organizationId: string; sessionId: string; runId: string; scenario: ScenarioId };
type Answer = Run & { challenge: string; actions: string };
type Handed<P extends Run> = Pick<JobContext<P>, 'payload' | 'finishIn'>;

/** Job `runScenario`: consent and every picture; then either the end, or a challenge to be answered by the second job. */
export async function playScenario(deps: Deps, { payload: run, finishIn }: Handed<Run>): Promise<void> {
	await played(deps, run, finishIn, async (applicant) => {
		const { uploads } = await drawScenario(run.scenario, deps.clock.now());
		await giveConsent(deps, applicant, { textVersion: 'sandbox', locale: 'en' });
		for (const upload of uploads) await submitEvidence(deps, applicant, upload).catch(namingSlot(upload.slot));
		const { expected } = SCENARIOS[run.scenario];
		const ends = expected.result !== 'decided' && expected.slot !== 'liveness';
		if (ends) return null;
		const policy = await policyOfSession(deps, await loadSession(deps, applicant, run.sessionId));
		if (policy.require.liveness && run.scenario !== 'liveness_alternative') {
			const { challenge, actions } = await createChallenge(deps, applicant, {});
			return { ...run, challenge, actions: actions.join(',') };
		}
		if (policy.require.liveness) await takeAlternative(deps, applicant, { reason: 'without_movements' });
		await submitSession(deps, applicant);
		return null;
	});
}

/** Job `answerScenario`: the recording that the challenge asks for, and where the scenario goes on, the end of capture. */
export async function answerScenario(deps: Deps, { payload: answer, finishIn }: Handed<Answer>): Promise<void> {
	await played(deps, answer, finishIn, async (applicant) => {
		const asked = answer.actions.split(',').filter(isAction);
		const { frames, times, camera } = await drawAnswer(answer.scenario, asked, answer.runId);
		const burst = { challenge: answer.challenge, frames: times, ...(camera ? { camera } : {}) };
		await submitBurst(deps, applicant, { burst, frames }).catch(namingSlot('liveness'));
		if (SCENARIOS[answer.scenario].expected.result === 'decided') await submitSession(deps, applicant);
		return null;
	});
}

/** The job gave up: whoever asked for the run is told. */
export function* abandonScenario(tx: Tx, deps: Deps, run: Run, reason: DeadReason): Step<void> {
	yield* note(tx, deps, run, SANDBOX_ACTIONS.failed, { code: reason });
}

const isAction = (name: string): name is LivenessAction => LIVENESS_ACTIONS.some((action) => action === name);

/** Runs one half, and records how it ended together with the job's own end: what the applicant was refused is a result, not a failure. */
async function played(
	deps: Deps,
	run: Run,
	finishIn: (tx: Tx) => Step<void>,
	half: (applicant: ApplicantPrincipal) => Promise<Answer | null>
): Promise<void> {
	const { organizationId, sessionId } = run;
	const applicant = {
		kind: 'applicant',
		organizationId,
		environment: 'test',
		sessionId,
		credentialHash: null
	} as const;
	const result = await half(applicant).catch((error: unknown) => {
		if (error instanceof AppError && error.status < 500) return error;
		throw error;
	});
	await deps.store.tx(function* (tx) {
		if (result instanceof AppError) yield* refused(tx, deps, run, result);
		else if (result === null) yield* note(tx, deps, run, SANDBOX_ACTIONS.played, {});
		else
			yield* enqueue(tx, deps, {
				job: answerScenarioJob,
				key: `answerScenario:${run.runId}`,
				payload: result,
				runAt: deps.clock.now() + ANSWER_TAKES_MS
			});
		yield* finishIn(tx);
	});
}

/** An upload that was refused ends the play; anything else that stands in the way (a session canceled meanwhile) fails it. */
function* refused(tx: Tx, deps: Deps, run: Run, error: AppError): Step<void> {
	const slot = error instanceof RefusedUpload ? error.slot : null;
	if (slot) {
		const detail = { slot, code: error.code, reasons: [...(error.reasons ?? [])] };
		yield* note(tx, deps, run, SANDBOX_ACTIONS.refused, detail);
	}
	yield* note(tx, deps, run, slot ? SANDBOX_ACTIONS.played : SANDBOX_ACTIONS.failed, { code: error.code });
}

class RefusedUpload extends AppError {
	constructor(
		readonly slot: string,
		cause: AppError
	) {
		super(cause.code, { cause, reasons: cause.reasons });
	}
}

const namingSlot =
	(slot: string) =>
	(error: unknown): never => {
		throw error instanceof AppError && error.status === 422 ? new RefusedUpload(slot, error) : error;
	};

function* note(tx: Tx, deps: Deps, run: Run, action: string, detail: Record<string, string | string[]>): Step<void> {
	yield* record(tx, deps, {
		organizationId: run.organizationId,
		sessionId: run.sessionId,
		actor: { type: 'system', id: null },
		action,
		targetId: run.runId,
		detail
	});
}

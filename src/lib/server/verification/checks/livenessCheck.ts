/** Pure. Whether a live person was there: the movements that were asked for, and how the pictures themselves look. */
import type { FacePointName } from '$lib/contract/faceOperatingPoints';
import type { ReasonCode } from '$lib/contract/reasonCodes';
import { judgeFaces } from './judgeFaces';
import { fail, inconclusive, notAsked, notRun, pass } from './results';
import type { CheckInput, CheckResult, LivenessInput } from './types';

/**
 * Fails for what was asked and not seen, for signs of an attack, and for a face that is not the selfie's or the document's.
 * Whatever could not be judged, the way without movements, and mere hints are inconclusive: a person looks.
 */
export function checkLiveness(input: CheckInput): CheckResult {
	const required = input.policy.require.liveness;
	const passive = checkPassive(input);
	if (!required) return { ...passive, required };
	return combine(passive, checkMovements(input.liveness, input.policy.faceMatch));
}

/** The passive score of the selfie. */
function checkPassive(input: CheckInput): CheckResult {
	if (!input.selfie) {
		if (!input.policy.require.liveness) return notAsked('liveness');
		return notRun('liveness', [input.failures.selfie ?? 'evidence_missing']);
	}
	const measured = input.selfie.presentationAttack;
	if (!input.selfie.face) return inconclusive('liveness', ['face_not_found']);
	if (!measured) return notRun('liveness', ['model_unavailable']);
	const numbers = { score: measured.score, threshold: measured.threshold };
	switch (measured.outcome) {
		case 'bonaFide':
			return { ...pass('liveness'), ...numbers };
		case 'uncertain':
			return { ...inconclusive('liveness', ['liveness_uncertain']), ...numbers };
		case 'presentationAttack':
			return { ...fail('liveness', ['presentation_attack_suspected']), ...numbers };
		default:
			return measured.outcome satisfies never;
	}
}

function checkMovements(liveness: LivenessInput | null, point: FacePointName | undefined): CheckResult {
	if (!liveness) return notRun('liveness', ['liveness_not_answered']);
	if (liveness.alternative) return inconclusive('liveness', ['liveness_alternative']);
	if (liveness.failure) return notRun('liveness', [liveness.failure]);
	if (!liveness.burst) return notRun('liveness', ['analysis_failed']);
	const against = new Set<ReasonCode>(liveness.burst.reasons);
	const unsure = new Set<ReasonCode>();
	for (const comparison of [liveness.withSelfie, liveness.withDocument]) {
		const judged = comparison && judgeFaces(comparison, point);
		if (!judged || judged.match) continue;
		if (judged.uncertain) unsure.add('face_match_uncertain');
		else against.add('liveness_face_mismatch');
	}
	// Without a selfie's face there is nothing to say that the person who moved is the one who was pictured.
	if (!liveness.withSelfie) unsure.add('face_match_uncertain');
	const frontal = liveness.burst.presentationAttack;
	if (frontal === null) unsure.add('liveness_uncertain');
	else if (frontal.outcome === 'presentationAttack') against.add('presentation_attack_suspected');
	if (liveness.virtualCamera) unsure.add('virtual_camera_suspected');
	if (liveness.earlier.some((code) => FEED_REASONS.has(code))) unsure.add('liveness_earlier_attempt');
	if (against.size > 0) return fail('liveness', [...against, ...unsure]);
	return unsure.size > 0 ? inconclusive('liveness', [...unsure]) : pass('liveness');
}

/** What no clumsy person does: an attempt that shows it is remembered, even where a later one is clean. */
const FEED_REASONS: ReadonlySet<string> = new Set<ReasonCode>([
	'liveness_face_changed',
	'liveness_frames_frozen',
	'liveness_frames_repeated',
	'liveness_frames_altered',
	'liveness_burst_replayed',
	'liveness_timing_impossible'
]);

const GRAVITY = { fail: 3, not_run: 2, inconclusive: 1, pass: 0 } as const;

/** The graver of the two, with the reasons of both; the number is the passive score's. */
function combine(passive: CheckResult, movements: CheckResult): CheckResult {
	const graver = GRAVITY[movements.outcome] >= GRAVITY[passive.outcome] ? movements : passive;
	const reasonCodes = [...new Set([...movements.reasonCodes, ...passive.reasonCodes])];
	return { ...passive, outcome: graver.outcome, reasonCodes, required: true };
}

/** Pure. Whether the pictures are good enough to judge by, and whether they look worked on. */
import type { ReasonCode } from '$lib/contract/reasonCodes';
import { TAMPER_SUSPECTED_AT } from '$lib/server/vision/tamper/threshold';
import { inconclusive, notAsked, notRun, pass } from './results';
import type { CheckInput, CheckResult } from './types';

export function checkImageQuality(input: CheckInput): CheckResult {
	const analyses = [input.front, input.back, input.selfie, input.address].filter((analysis) => analysis !== null);
	if (analyses.length === 0) return notRun('image_quality', [firstFailure(input)]);
	const reasons = new Set<ReasonCode>();
	for (const analysis of analyses)
		for (const reason of [...(analysis.quality?.reasons ?? []), ...analysis.reasons]) reasons.add(reason);
	return reasons.size === 0 ? pass('image_quality') : inconclusive('image_quality', ['image_quality_low', ...reasons]);
}

/**
 * Evidence for a person: it never fails, so it never rejects; above the line it asks for a look. Where nothing that was handed
 * in can be measured (a bill as text, say) there is nothing to ask.
 */
export function checkTamper(input: CheckInput): CheckResult {
	const analyses = [input.front, input.back, input.address].filter((analysis) => analysis !== null);
	if (analyses.length === 0) return notRun('tamper', [firstFailure(input)]);
	const scores = analyses.flatMap(({ tamper }) => (tamper === null ? [] : [tamper.score]));
	if (scores.length === 0) return notAsked('tamper');
	const score = Math.max(...scores);
	const result = score >= TAMPER_SUSPECTED_AT ? inconclusive('tamper', ['tamper_suspected']) : pass('tamper');
	return { ...result, score, threshold: TAMPER_SUSPECTED_AT };
}

const firstFailure = (input: CheckInput): ReasonCode => Object.values(input.failures)[0] ?? 'evidence_missing';

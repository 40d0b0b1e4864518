/** Pure. The figures of face comparison and liveness, with what they were measured by. */
import { FACE_FIGURES, FACE_OPERATING_POINTS } from '$lib/contract/faceOperatingPoints';
import type { ReviewFaceMatch, ReviewLiveness } from '$lib/contract/review';
import type { CheckView } from '$lib/contract/verification';
import type { BurstAnalysis, ModelHashes } from '$lib/server/vision/types';
import type { ArtifactRow, EvidenceRow } from '../evidence/evidenceRepo';
import { ran } from './ratesOf';

/** Null before there is a comparison. Rates are given only for the very model file that they were measured with. */
export function faceMatch(checks: readonly CheckView[], models: readonly ModelHashes[]): ReviewFaceMatch | null {
	const check = checks.find(({ name }) => name === 'face_match');
	if (!check || check.score === null || check.threshold === null) return null;
	const measured = ran(models, FACE_FIGURES);
	const { people, photographs, matedPairs, nonMatedPairs } = FACE_FIGURES;
	return {
		score: check.score,
		threshold: check.threshold,
		outcome: check.outcome,
		points: measured ? FACE_OPERATING_POINTS : [],
		measuredOn: measured ? { people, photographs, matedPairs, nonMatedPairs } : null
	};
}

/** The newest answer to a challenge. */
export function livenessOf(
	evidence: readonly EvidenceRow[],
	artifacts: readonly ArtifactRow[],
	burstOf: (evidenceId: string) => BurstAnalysis | null
): ReviewLiveness | null {
	const row = evidence.filter(({ slot }) => slot === 'liveness').at(-1);
	if (!row) return null;
	const burst = burstOf(row.id);
	const attack = burst?.presentationAttack ?? null;
	return {
		evidenceId: row.id,
		attempt: row.attempt,
		alternative: row.reasonCodes.includes('liveness_alternative'),
		reasonCodes: row.reasonCodes.filter((code) => code !== 'liveness_alternative'),
		actions: burst?.actions ?? [],
		frames: (burst?.frames ?? []).map(({ atMs, step, face }, number) => ({ number, atMs, step, face: face !== null })),
		framesKept: artifacts.some(({ evidenceId, kind }) => evidenceId === row.id && kind === 'original'),
		leastAlike: burst?.leastAlike ?? null,
		presentation: attack && { score: attack.score, threshold: attack.threshold }
	};
}

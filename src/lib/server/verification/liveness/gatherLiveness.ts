import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import type { BurstAnalysis, FaceTemplate, Vision } from '$lib/server/vision/types';
import type { LivenessInput } from '../checks/types';
import { analysisAad } from '../evidence/board';
import { findEvidence, type AnalysisRow } from '../evidence/evidenceRepo';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';

/** How the session's liveness challenge was answered, with the face that moved compared; null where nothing was recorded. */
export async function gatherLiveness(
	deps: Deps & { vision: Pick<Vision, 'compareFaces'> },
	session: SessionRow,
	known: { rows: readonly AnalysisRow[]; selfie: FaceTemplate | null; document: FaceTemplate | null }
): Promise<LivenessInput | null> {
	const evidence = await findEvidence(deps.store, session.organizationId, session.id);
	const attempts = evidence.filter(({ slot }) => slot === 'liveness');
	const newest = attempts.at(-1);
	if (!newest) return null;
	const key = openSessionKey(deps, session);
	const row = known.rows.find((candidate) => candidate.evidenceId === newest.id);
	const moved = row?.templateSealed
		? openJson<FaceTemplate>(key, row.templateSealed, `template|${row.evidenceId}`)
		: null;
	const compare = (other: FaceTemplate | null) => (moved && other ? deps.vision.compareFaces(moved, other) : null);
	const alternative = newest.reasonCodes.includes('liveness_alternative');
	const missing = newest.reasonCodes.includes('model_unavailable') ? 'model_unavailable' : 'analysis_failed';
	return {
		alternative,
		failure: row || alternative ? null : missing,
		burst: row ? openJson<BurstAnalysis>(key, row.bodySealed, analysisAad(row.evidenceId)) : null,
		withSelfie: compare(known.selfie),
		withDocument: compare(known.document),
		virtualCamera: newest.reasonCodes.includes('virtual_camera_suspected'),
		earlier: attempts.slice(0, -1).flatMap(({ reasonCodes }) => reasonCodes)
	};
}

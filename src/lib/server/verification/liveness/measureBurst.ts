import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import type { BurstAnalysis, BurstRequest, Vision } from '$lib/server/vision/types';
import { analysisAad } from '../evidence/board';
import { findAnalyses, type EvidenceRow } from '../evidence/evidenceRepo';
import type { Measured } from '../jobs/measureEvidence';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { unpackBurst } from './burstFile';
import { findChallengeOfEvidence } from './challengesRepo';
import { isVirtualCamera } from './virtualCamera';

/** What the burst must answer, from the challenge's row and the earlier attempts of the session. */
export async function burstRequest(
	deps: Deps,
	session: SessionRow,
	evidence: EvidenceRow
): Promise<Omit<BurstRequest, 'frames'>> {
	const [challenge] = await findChallengeOfEvidence(deps.store, session.organizationId, evidence.id);
	if (!challenge) throw new Error('The challenge of these frames is missing');
	const rows = await findAnalyses(deps.store, session.organizationId, session.id);
	const key = openSessionKey(deps, session);
	const earlier = rows.filter((row) => row.slot === 'liveness' && row.evidenceId !== evidence.id);
	return {
		actions: challenge.actions,
		elapsedMs: evidence.createdAt - challenge.createdAt,
		seenBefore: earlier.flatMap((row) =>
			openJson<BurstAnalysis>(key, row.bodySealed, analysisAad(row.evidenceId)).frames.map(({ digest }) => digest)
		)
	};
}

/** Runs the models over a stored burst. A name of a virtual camera is noted for a person; it asks for no other recording. */
export async function measureBurst(
	vision: Pick<Vision, 'analyzeBurst'>,
	bytes: Buffer,
	request: Omit<BurstRequest, 'frames'>
): Promise<Measured> {
	const { times, camera, replayed, frames } = unpackBurst(bytes);
	const burst = await vision.analyzeBurst({ frames, request: { ...request, frames: times } });
	const found = new Set(burst.reasons);
	if (replayed) found.add('liveness_burst_replayed');
	const reasons = [...found];
	return {
		analysis: { ...burst, reasons, template: null, sheet: null },
		template: burst.template,
		artifacts: burst.sheet
			? [
					{
						kind: 'picture',
						slot: 'liveness',
						mediaType: 'image/jpeg',
						width: burst.sheet.width,
						height: burst.sheet.height,
						bytes: burst.sheet.jpeg
					}
				]
			: [],
		reasons: [...reasons, ...(isVirtualCamera(camera) ? (['virtual_camera_suspected'] as const) : [])],
		retake: reasons.length > 0
	};
}

import type { OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { decodeImage, encodeJpeg } from '$lib/server/vision/image';
import { loadArtifactBytes } from '../evidence/artifacts';
import { findArtifacts, type ArtifactRow } from '../evidence/evidenceRepo';
import { BURST_MEDIA_TYPE, unpackBurst } from '../liveness/burstFile';
import { loadSession } from '../session/load';
import { recordLook } from '../session/recordLook';
import type { SessionRow } from '../session/sessionRepo';

/** Long side of a frame as it is shown, in pixels. */
const FRAME_SIDE = 640;

/**
 * One frame of a recording, for an operator: drawn anew from its pixels, so that nothing of the bytes that came from outside reaches a
 * browser. @throws NOT_FOUND also where the frames were erased
 */
export async function readLivenessFrame(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { sessionId: string; evidenceId: string; number: number }
): Promise<{ mediaType: string; bytes: Uint8Array }> {
	const session = await loadSession(deps, operator, input.sessionId);
	if (session.status === 'redacted') throw new AppError('NOT_FOUND');
	const rows = await findArtifacts(deps.store, session.organizationId, session.id);
	const row = burstOf(rows, input.evidenceId);
	const frame = row && unpackBurst(await loadArtifactBytes(deps, session, row)).frames[input.number];
	if (!frame) throw new AppError('NOT_FOUND');
	const decoded = await decodeImage(frame, { maxSide: FRAME_SIDE });
	if (!decoded.ok) throw new AppError('NOT_FOUND', { internal: 'the frame cannot be decoded' });
	const { jpeg } = await encodeJpeg(decoded.image, { maxSide: FRAME_SIDE, quality: 85 });
	await recordLook(deps, session, {
		actor: { type: 'operator', id: operator.userId },
		action: 'evidence.viewed',
		targetId: input.evidenceId,
		detail: { slot: 'liveness' }
	});
	return { mediaType: 'image/jpeg', bytes: jpeg };
}

/** The camera's name as the browser gave it with a recording; null where there is none, or the recording is gone. */
export async function cameraOf(deps: Deps, session: SessionRow, rows: readonly ArtifactRow[], evidenceId: string) {
	const row = burstOf(rows, evidenceId);
	if (!row || !session.wrappedKey) return null;
	try {
		return unpackBurst(await loadArtifactBytes(deps, session, row)).camera;
	} catch (error) {
		// A recording that the disk lost is no reason to show nothing of the session.
		deps.log.error({ err: error, sessionId: session.id, evidenceId }, 'recording cannot be opened');
		return null;
	}
}

const burstOf = (rows: readonly ArtifactRow[], evidenceId: string): ArtifactRow | undefined =>
	rows.find((row) => row.evidenceId === evidenceId && row.kind === 'original' && row.mediaType === BURST_MEDIA_TYPE);

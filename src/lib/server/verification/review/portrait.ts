import type { OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { AppError, openJson } from '$lib/server/platform';
import { boxToRect, crop, decodeImage, encodeJpeg, type Rect } from '$lib/server/vision/image';
import { analysisAad } from '../evidence/board';
import { loadArtifactBytes } from '../evidence/artifacts';
import { findAnalyses, findArtifacts, findEvidence } from '../evidence/evidenceRepo';
import { loadSession } from '../session/load';
import { recordLook } from '../session/recordLook';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import type { Analysis } from './pictures';

/** Long side of what the list shows, in pixels: 32 on the screen, three times as fine. */
const PORTRAIT_SIDE = 96;
/** Long side at which the document is decoded: its portrait is then about 300 pixels wide. */
const DOCUMENT_SIDE = 1200;
/** Hair and chin go along. */
const AROUND = 0.3;

/**
 * The holder's portrait, cut from the newest document and drawn anew, small, for the list of sessions. It is a look at the picture and
 * recorded as one. @throws NOT_FOUND also where no portrait was found, or its picture was erased
 */
export async function readPortrait(
	deps: Deps,
	operator: OperatorPrincipal,
	{ sessionId }: { sessionId: string }
): Promise<{ mediaType: string; bytes: Uint8Array }> {
	const session = await loadSession(deps, operator, sessionId);
	const found = session.status === 'redacted' ? null : await findPortrait(deps, session);
	if (!found) throw new AppError('NOT_FOUND');
	const decoded = await decodeImage(await loadArtifactBytes(deps, session, found.artifact), { maxSide: DOCUMENT_SIDE });
	if (!decoded.ok) throw new AppError('NOT_FOUND', { internal: 'the picture cannot be decoded' });
	const { image } = decoded;
	const { jpeg } = await encodeJpeg(crop(image, around(boxToRect(found.box, image))), {
		maxSide: PORTRAIT_SIDE,
		quality: 80
	});
	await recordLook(deps, session, {
		actor: { type: 'operator', id: operator.userId },
		action: 'evidence.viewed',
		targetId: found.artifact.evidenceId,
		detail: { slot: found.artifact.slot }
	});
	return { mediaType: 'image/jpeg', bytes: jpeg };
}

async function findPortrait(deps: Deps, session: SessionRow) {
	if (!session.wrappedKey) return null;
	const key = openSessionKey(deps, session);
	const evidence = await findEvidence(deps.store, session.organizationId, session.id);
	const artifacts = await findArtifacts(deps.store, session.organizationId, session.id);
	const analyses = await findAnalyses(deps.store, session.organizationId, session.id);
	for (const { id, state } of evidence.toReversed()) {
		const artifact = artifacts.find((one) => one.evidenceId === id && one.kind === 'picture');
		const sealed = analyses.find((one) => one.evidenceId === id)?.bodySealed;
		if (state === 'superseded' || !artifact || !sealed) continue;
		const analysis = openJson<Analysis>(key, sealed, analysisAad(id));
		if (analysis.kind === 'document' && analysis.portrait) return { artifact, box: analysis.portrait.box };
	}
	return null;
}

const around = ({ x, y, width, height }: Rect): Rect => ({
	x: x - width * AROUND,
	y: y - height * AROUND,
	width: width * (1 + 2 * AROUND),
	height: height * (1 + 2 * AROUND)
});

import { EVIDENCE_SLOTS, type EvidenceSlot } from '$lib/contract/slots';
import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import type { DocumentAnalysis } from '$lib/server/vision/types';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { findAnalyses, findEvidence, type EvidenceRow } from './evidenceRepo';
import { summarizeFront, type FrontSummary, type SlotBoard, type SlotProgress } from './slots';

export interface SessionBoard {
	board: SlotBoard;
	/** The newest attempt of each filled slot. */
	newest: Partial<Record<EvidenceSlot, EvidenceRow>>;
	front: FrontSummary | null;
}

/** AAD of an analysis body: bound to its piece of evidence. */
export const analysisAad = (evidenceId: string): string => `analysis|${evidenceId}`;

/** Where every slot of the session stands, from its newest attempt. */
export async function readBoard(deps: Pick<Deps, 'store' | 'keyring'>, session: SessionRow): Promise<SessionBoard> {
	const rows = await findEvidence(deps.store, session.organizationId, session.id);
	const newest = newestOf(rows);
	return { board: boardOf(rows), newest, front: await readFront(deps, session, newest.id_front) };
}

/** Pure. Where every slot stands, from all attempts of a session, oldest first. */
export function boardOf(rows: readonly EvidenceRow[]): SlotBoard {
	const newest = newestOf(rows);
	const progress = (slot: EvidenceSlot): SlotProgress => {
		const row = newest[slot];
		if (!row || row.state === 'superseded') return { state: 'empty', attempt: row?.attempt ?? 0, submittedAt: null };
		return { state: row.state, attempt: row.attempt, submittedAt: row.createdAt };
	};
	return {
		id_front: progress('id_front'),
		id_back: progress('id_back'),
		poa: progress('poa'),
		selfie: progress('selfie'),
		liveness: progress('liveness')
	};
}

function newestOf(rows: readonly EvidenceRow[]): SessionBoard['newest'] {
	const newest: SessionBoard['newest'] = {};
	for (const row of rows) {
		const slot = EVIDENCE_SLOTS.find((name) => name === row.slot);
		if (slot) newest[slot] = row;
	}
	return newest;
}

async function readFront(
	deps: Pick<Deps, 'store' | 'keyring'>,
	session: SessionRow,
	evidence: EvidenceRow | undefined
): Promise<FrontSummary | null> {
	if (evidence?.state !== 'accepted' || !session.wrappedKey) return null;
	const rows = await findAnalyses(deps.store, session.organizationId, session.id);
	const row = rows.find((candidate) => candidate.evidenceId === evidence.id);
	if (!row) return null;
	const analysis = openJson<DocumentAnalysis>(openSessionKey(deps, session), row.bodySealed, analysisAad(evidence.id));
	return summarizeFront(analysis);
}

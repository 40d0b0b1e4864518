import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import type { AddressAnalysis, DocumentAnalysis, FaceAnalysis } from '$lib/server/vision/types';
import type { AnalysisFailure, CheckInput } from '../checks/types';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { analysisAad, type SessionBoard } from './board';
import type { AnalysisRow } from './evidenceRepo';

type Slot = 'id_front' | 'id_back' | 'selfie' | 'poa';

export interface OpenedAnalyses extends Pick<CheckInput, 'front' | 'back' | 'address' | 'selfie' | 'failures'> {
	/** As they stand in the database, by slot. */
	rows: Record<Slot, AnalysisRow | null>;
}

/** What was read from the newest picture of each slot, and why nothing was where a picture is there. The session's key must be. */
export function openAnalyses(
	deps: Pick<Deps, 'keyring'>,
	session: SessionRow,
	newest: SessionBoard['newest'],
	found: readonly AnalysisRow[]
): OpenedAnalyses {
	const key = openSessionKey(deps, session);
	const failures: CheckInput['failures'] = {};
	const rowOf = (slot: Slot) => {
		const evidence = newest[slot];
		const row = found.find((candidate) => candidate.evidenceId === evidence?.id);
		if (evidence && !row) failures[slot] = evidence.reasonCodes.find(isFailure) ?? 'analysis_failed';
		return row ?? null;
	};
	const rows = { id_front: rowOf('id_front'), id_back: rowOf('id_back'), selfie: rowOf('selfie'), poa: rowOf('poa') };
	const body = <T>(row: AnalysisRow | null): T | null =>
		row && openJson<T>(key, row.bodySealed, analysisAad(row.evidenceId));
	return {
		front: body<DocumentAnalysis>(rows.id_front),
		back: body<DocumentAnalysis>(rows.id_back),
		address: body<AddressAnalysis>(rows.poa),
		selfie: body<FaceAnalysis>(rows.selfie),
		failures,
		rows
	};
}

const isFailure = (code: string): code is AnalysisFailure => code === 'model_unavailable' || code === 'analysis_failed';

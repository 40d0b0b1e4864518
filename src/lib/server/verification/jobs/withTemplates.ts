import type { EvidenceSlot } from '$lib/contract/slots';
import { EVIDENCE_SLOTS } from '$lib/contract/slots';
import type { Deps } from '$lib/server/deps';
import { sealJson } from '$lib/server/platform';
import type { Vision } from '$lib/server/vision/types';
import { loadArtifactBytes } from '../evidence/artifacts';
import type { SessionBoard } from '../evidence/board';
import { findArtifacts, type AnalysisRow, type EvidenceRow } from '../evidence/evidenceRepo';
import { burstRequest, measureBurst } from '../liveness/measureBurst';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';
import { measureEvidence, orReason, type Measured } from './measureEvidence';

/**
 * The analyses with the face templates that a new comparison needs. Templates went with the first decision; where a step was asked
 * for again, the faces of the other steps are measured anew from their pictures, for this comparison alone: nothing is written.
 * A picture that is gone, or a model that is missing, leaves its template out, and the check says that it did not run.
 */
export async function withTemplates(
	deps: Deps & { vision: Vision },
	session: SessionRow,
	newest: SessionBoard['newest'],
	rows: AnalysisRow[]
): Promise<AnalysisRow[]> {
	if (session.requestedSlot === null) return rows;
	const key = openSessionKey(deps, session);
	const whole: AnalysisRow[] = [];
	for (const row of rows) {
		const slot = EVIDENCE_SLOTS.find((name) => newest[name]?.id === row.evidenceId);
		const evidence = slot && newest[slot];
		const template =
			slot && slot !== 'poa' && evidence?.state === 'accepted' && !row.templateSealed
				? (await measureAgain(deps, session, slot, evidence)).template
				: null;
		whole.push(template ? { ...row, templateSealed: sealJson(key, template, `template|${row.evidenceId}`) } : row);
	}
	return whole;
}

async function measureAgain(
	deps: Deps & { vision: Vision },
	session: SessionRow,
	slot: Exclude<EvidenceSlot, 'poa'>,
	evidence: EvidenceRow
): Promise<Pick<Measured, 'template'>> {
	const artifacts = await findArtifacts(deps.store, session.organizationId, session.id);
	const original = artifacts.find((row) => row.evidenceId === evidence.id && row.kind === 'original');
	if (!original) return { template: null };
	const bytes = await loadArtifactBytes(deps, session, original);
	return slot === 'liveness'
		? orReason({ isLastAttempt: true }, async () =>
				measureBurst(deps.vision, bytes, await burstRequest(deps, session, evidence))
			)
		: measureEvidence(deps.vision, slot, bytes, { isLastAttempt: true });
}

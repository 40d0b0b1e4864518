/** Pure. What the viewer of the session page shows of each picture, and which pictures are gone. */
import type { ReviewErased, ReviewField, ReviewPicture } from '$lib/contract/review';
import type { EvidenceSlot } from '$lib/contract/slots';
import type { AddressAnalysis, BurstAnalysis, DocumentAnalysis, FaceAnalysis } from '$lib/server/vision/types';
import { agreementOf } from '../checks/agreement';
import type { ArtifactRow, EvidenceRow } from '../evidence/evidenceRepo';

export type Analysis = DocumentAnalysis | FaceAnalysis | AddressAnalysis | BurstAnalysis;
type Analyses = ReadonlyMap<string, Analysis>;

export function pictures(evidence: EvidenceRow[], artifacts: ArtifactRow[], analyses: Analyses): ReviewPicture[] {
	return evidence.flatMap((row) => {
		const own = artifacts.filter((artifact) => artifact.evidenceId === row.id);
		const picture = own.find((artifact) => artifact.kind === 'picture');
		if (!picture) return [];
		const analysis = analyses.get(row.id);
		return [
			{
				artifactId: picture.id,
				slot: row.slot,
				width: picture.width ?? 0,
				height: picture.height ?? 0,
				heatmapArtifactId: own.find((artifact) => artifact.kind === 'heatmap')?.id ?? null,
				signalMaps: signalMaps(own, analysis),
				boxes: analysis ? boxes(analysis) : [],
				tamperRegions: analysis && isWritten(analysis) ? tamperRegions(analysis) : [],
				attempt: row.attempt,
				state: row.state,
				reasonCodes: row.reasonCodes
			}
		];
	});
}

/** Null for what was analysed before maps were kept, too. */
function signalMaps(own: ArtifactRow[], analysis: Analysis | undefined): ReviewPicture['signalMaps'] {
	const artifact = own.find(({ kind }) => kind === 'signal_maps');
	const tamper = analysis && isWritten(analysis) ? analysis.tamper : null;
	return artifact && tamper?.signalMaps ? { artifactId: artifact.id, signals: tamper.signalMaps.kinds } : null;
}

/** Pictures that were handed in and of which nothing is stored any more, with the time at which the log says so. */
export function erased(
	evidence: EvidenceRow[],
	artifacts: ArtifactRow[],
	timeline: readonly { action: string; createdAt: number }[]
): ReviewErased[] {
	const at = (slot: EvidenceSlot): number | null => {
		const face = slot === 'selfie' || slot === 'liveness';
		const actions = [face ? 'session.face_pictures_erased' : 'session.document_pictures_erased', 'session.redacted'];
		return timeline.find(({ action }) => actions.includes(action))?.createdAt ?? null;
	};
	return evidence
		.filter((row) => row.state !== 'superseded' && !row.reasonCodes.includes('liveness_alternative'))
		.filter((row) => !artifacts.some((artifact) => artifact.evidenceId === row.id))
		.map(({ slot, attempt }) => ({ slot, attempt, at: at(slot) }));
}

/** Analyses of something that is written on: they have fields. */
const isWritten = (analysis: Analysis): analysis is DocumentAnalysis | AddressAnalysis =>
	analysis.kind === 'document' || analysis.kind === 'address';

function boxes(analysis: Analysis): ReviewPicture['boxes'] {
	if (analysis.kind === 'face')
		return analysis.faces.map((face) => ({ kind: 'face' as const, label: 'face', box: face.box }));
	// The picture of a recording is a sheet of several frames: boxes of single frames mean nothing on it.
	if (analysis.kind === 'burst') return [];
	const printed = analysis.fields.flatMap((field) =>
		field.box && field.source === 'viz' ? [{ kind: 'viz' as const, label: field.name, box: field.box }] : []
	);
	if (analysis.kind === 'address') return printed;
	return [
		...printed,
		...(analysis.mrz?.boxes ?? []).map((box) => ({ kind: 'mrz' as const, label: 'mrz', box })),
		...(analysis.barcode?.box
			? [{ kind: 'barcode' as const, label: analysis.barcode.format, box: analysis.barcode.box }]
			: []),
		...(analysis.portrait ? [{ kind: 'portrait' as const, label: 'portrait', box: analysis.portrait.box }] : []),
		...(analysis.ghost ? [{ kind: 'portrait' as const, label: 'ghost portrait', box: analysis.ghost.box }] : [])
	];
}

const tamperRegions = (analysis: DocumentAnalysis | AddressAnalysis): ReviewPicture['tamperRegions'] =>
	(analysis.tamper?.regions ?? []).map(({ signals, fields, score, box }) => ({ signals, fields, score, box }));

export function fields(evidence: EvidenceRow[], analyses: Analyses): ReviewField[] {
	const all = evidence.flatMap((row) => {
		const analysis = analyses.get(row.id);
		return analysis && isWritten(analysis) ? analysis.fields.map((field) => ({ ...field, slot: row.slot })) : [];
	});
	return all.map((field) => ({ ...field, agrees: agreementOf(field, all) }));
}

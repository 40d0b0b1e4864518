import type { EvidenceSlot } from '$lib/contract/slots';
import type { ExtractionEvent } from '$lib/contract/webhooks';
import type { Config } from '$lib/server/platform';
import { bestFields, round } from '../checks/fields';
import type { Measured } from '../jobs/measureEvidence';

/** What `verification.extraction` adds to the common part; null for slots that announce nothing, or without an analysis. */
export function extractionPayload(
	config: Pick<Config, 'origin'>,
	sessionId: string,
	slot: EvidenceSlot,
	measured: Measured,
	heatmapArtifactId: string | null
) {
	const { analysis } = measured;
	if (!analysis || slot === 'selfie' || slot === 'liveness' || analysis.kind === 'face' || analysis.kind === 'burst')
		return null;
	const document =
		analysis.kind === 'document'
			? {
					type: analysis.document.type,
					issuingState: analysis.document.issuingState,
					side: analysis.document.side
				}
			: { type: analysis.documentKind, issuingState: null, side: 'unknown' as const };
	const mrz = analysis.kind === 'document' ? analysis.mrz : null;
	const barcode = analysis.kind === 'document' ? analysis.barcode : null;
	return {
		event: 'verification.extraction' as const,
		slot,
		document,
		fields: bestFields([{ fields: analysis.fields, mrz }], mrz?.valid ?? false),
		mrz: mrz && { format: mrz.format, lines: mrz.lines, valid: mrz.valid, checks: definedOnly(mrz.checks) },
		barcode: barcode && { format: barcode.format, aamvaVersion: barcode.aamva?.aamvaVersion ?? null },
		quality: analysis.quality && {
			sharpness: round(analysis.quality.sharpness),
			brightness: round(analysis.quality.brightness),
			glareShare: round(analysis.quality.glareShare)
		},
		tamper: analysis.tamper && {
			score: round(analysis.tamper.score),
			signals: analysis.tamper.signals.map(({ kind, score }) => ({ kind, score: round(score) })),
			regions: analysis.tamper.regions.map(({ box, score, signals, fields }) => ({
				box,
				score: round(score),
				signals,
				fields
			}))
		},
		heatmaps: heatmapArtifactId
			? [
					{
						artifactId: heatmapArtifactId,
						url: artifactUrl(config.origin, sessionId, heatmapArtifactId),
						kind: 'tamper'
					}
				]
			: []
	} satisfies Omit<ExtractionEvent, CommonKey>;
}

/** Fetched with the secret key; see GET …/artifacts/{artifactId}. */
export const artifactUrl = (origin: string, sessionId: string, artifactId: string): string =>
	`${origin}/api/verification/sessions/${sessionId}/artifacts/${artifactId}`;

type CommonKey =
	| 'id'
	| 'sequence'
	| 'createdAt'
	| 'apiVersion'
	| 'environment'
	| 'verificationSessionId'
	| 'externalUserId'
	| 'metadata'
	| 'status'
	| 'reviewStatus';

function definedOnly<T>(record: Partial<Record<string, T>>): Record<string, T> {
	return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, T] => entry[1] !== undefined));
}

import type { PictureSlot } from '$lib/contract/slots';
import { MODEL_REASONS, type ReasonCode } from '$lib/contract/reasonCodes';
import { ModelUnavailable } from '$lib/server/vision/runtime';
import type {
	AddressAnalysis,
	BurstAnalysis,
	DocumentAnalysis,
	FaceAnalysis,
	FaceTemplate,
	TamperReport,
	Vision
} from '$lib/server/vision/types';
import type { NewArtifact } from '../evidence/artifacts';

/** An analysis as it is stored: without templates (kept apart, erased first) and without picture bytes (artifacts). */
export type StoredAnalysis = DocumentAnalysis | FaceAnalysis | AddressAnalysis | BurstAnalysis;

export interface Measured {
	analysis: StoredAnalysis | null;
	/** The one face that is compared: the portrait on a document, the face of a selfie. */
	template: FaceTemplate | null;
	artifacts: NewArtifact[];
	reasons: ReasonCode[];
	/** Another picture would help: the slot is opened again. */
	retake: boolean;
}

/** Runs the models for one slot. A model that is not there is a reason, not a failure: its checks become `not_run`. */
export function measureEvidence(
	vision: Vision,
	slot: PictureSlot,
	bytes: Uint8Array,
	run: { isLastAttempt: boolean }
): Promise<Measured> {
	return orReason(run, () => (slot === 'poa' ? measureAddress(vision, bytes) : measurePicture(vision, slot, bytes)));
}

/** What was measured, or why it was not: a missing model at once, anything else once no further try is left. */
export async function orReason(run: { isLastAttempt: boolean }, measure: () => Promise<Measured>): Promise<Measured> {
	try {
		return await measure();
	} catch (error) {
		if (error instanceof ModelUnavailable) return failed('model_unavailable');
		if (run.isLastAttempt) return failed('analysis_failed');
		throw error;
	}
}

async function measurePicture(vision: Vision, slot: Exclude<PictureSlot, 'poa'>, bytes: Uint8Array): Promise<Measured> {
	if (slot === 'selfie') {
		const read = await vision.readFace({ bytes });
		if (!read.ok) return unreadable();
		const { analysis } = read;
		return {
			analysis: {
				...analysis,
				face: analysis.face && { ...analysis.face, template: null },
				faces: analysis.faces.map((face) => ({ ...face, template: null }))
			},
			template: analysis.face?.template ?? null,
			artifacts: [],
			...judge(analysis.reasons)
		};
	}
	const read = await vision.readDocument({ bytes, slot });
	if (!read.ok) return unreadable();
	const { analysis } = read;
	return {
		analysis: {
			...analysis,
			portrait: analysis.portrait && { ...analysis.portrait, template: null },
			tamper: withoutHeatmap(analysis.tamper)
		},
		template: analysis.portrait?.template ?? null,
		artifacts: heatmapOf(slot, analysis.tamper),
		...judge(analysis.reasons)
	};
}

async function measureAddress(vision: Vision, bytes: Uint8Array): Promise<Measured> {
	const analysis = await vision.analyzeAddress({ bytes });
	const preview: NewArtifact[] = analysis.pagePreview
		? [
				{
					kind: 'picture',
					slot: 'poa',
					mediaType: 'image/jpeg',
					width: analysis.pagePreview.width,
					height: analysis.pagePreview.height,
					bytes: analysis.pagePreview.jpeg
				}
			]
		: [];
	return {
		analysis: { ...analysis, pagePreview: null, tamper: analysis.tamper && withoutHeatmap(analysis.tamper) },
		template: null,
		artifacts: [...preview, ...heatmapOf('poa', analysis.tamper)],
		...judge(analysis.reasons)
	};
}

const judge = (reasons: ReasonCode[]) => ({
	reasons,
	retake: reasons.some((reason) => MODEL_REASONS.some((code) => code === reason))
});

const failed = (reason: ReasonCode): Measured => ({
	analysis: null,
	template: null,
	artifacts: [],
	reasons: [reason],
	retake: false
});

const unreadable = (): Measured => ({ ...failed('file_unreadable'), retake: true });

/** Which signals have a map is kept: it says where in the stored picture each of them is. */
const withoutHeatmap = (tamper: TamperReport): TamperReport => ({
	...tamper,
	heatmap: null,
	signalMaps: tamper.signalMaps && { ...tamper.signalMaps, png: new Uint8Array() }
});

const heatmapOf = (slot: PictureSlot, tamper: TamperReport | null): NewArtifact[] => {
	const pictures = [
		{ kind: 'heatmap', picture: tamper?.heatmap },
		{ kind: 'signal_maps', picture: tamper?.signalMaps }
	] as const;
	return pictures.flatMap(({ kind, picture }) =>
		picture
			? [{ kind, slot, mediaType: 'image/png', width: picture.width, height: picture.height, bytes: picture.png }]
			: []
	);
};

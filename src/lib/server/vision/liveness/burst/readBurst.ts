import { createHash } from 'node:crypto';
import { compareFaces, FACE_MATCH_AT_FMR_1E3, FACE_MODELS } from '../../face';
import { decodeImage } from '../../image';
import type { ModelRegistry } from '../../runtime';
import type { FaceTemplate, PresentationAttackResult, RgbImage } from '../../types';
import { LIVENESS_MODELS, scorePresentation } from '../scorePresentation';
import { sampleLuma, traceFrames } from './frameTraces';
import { drawSheet } from './drawSheet';
import { jpegMarks } from './jpegMarks';
import { judgeBurst } from './judgeBurst';
import { embedFound, readFrame } from './readFrame';
import type { BurstAnalysis, BurstRequest, FrameReading } from './types';

/**
 * A burst of JPEG frames against the challenge that it answers: every frame decoded and measured → traces of the feed →
 * judged → the face ahead scored for a presentation attack → the telling frames for people. A frame that cannot be decoded shows
 * no face. About 20 ms of one core a frame of 480 × 640. Rejects with ModelUnavailable only.
 */
export async function readBurst(
	models: ModelRegistry,
	{ frames: jpegs, request }: { frames: readonly Uint8Array[]; request: BurstRequest }
): Promise<BurstAnalysis> {
	const start = performance.now();
	const looser = models.operatingPoint('face-embedder', FACE_MATCH_AT_FMR_1E3);
	const { readings, lumas, reference } = await readFrames(models, jpegs, request);
	traceFrames(lumas).forEach((trace, index) => Object.assign(readings[index] ?? {}, trace));
	const read = performance.now();
	const { actions, reasons } = judgeBurst(readings, request, {
		oneEncoder: fromOneEncoder(jpegs),
		sameFace: looser
	});
	const telling = [reference?.index ?? null, ...actions.map(({ frame }) => frame)];
	const alike = readings.flatMap((frame) => (frame.alike === null ? [] : [frame.alike]));
	const presentationAttack = await scoreAhead(models, jpegs, readings);
	return {
		kind: 'burst',
		frames: readings,
		actions,
		leastAlike: alike.length > 0 ? Math.min(...alike) : null,
		presentationAttack,
		reasons,
		template: reference?.template ?? null,
		sheet: await drawSheet(telling.flatMap((index) => (index === null ? [] : (jpegs[index] ?? [])))),
		models: models.hashesOf([...FACE_MODELS, ...LIVENESS_MODELS]),
		timingsMs: { frames: read - start, judge: performance.now() - read }
	};
}

interface Reference {
	index: number;
	template: FaceTemplate;
}

/** One frame is in memory at a time. The first face that looks ahead is the one that the others are compared with. */
async function readFrames(models: ModelRegistry, jpegs: readonly Uint8Array[], request: BurstRequest) {
	const readings: FrameReading[] = [];
	const lumas: Float32Array[] = [];
	let reference: Reference | null = null;
	const none = { name: 'NONE', threshold: 1 };
	for (const [index, jpeg] of jpegs.entries()) {
		const image = await pixelsOf(jpeg);
		const { landmarks, ...found } = image ? await readFrame(models, image) : NO_FACE;
		const compares: boolean = reference === null ? index >= AFTER_START : index % COMPARE_EVERY === 0;
		const template: FaceTemplate | null =
			image && landmarks && compares ? await embedFound(models, image, landmarks) : null;
		const alike = template && reference ? compareFaces(template, reference.template, none).comparisonScore : null;
		if (template && reference === null) reference = { index, template };
		const { atMs = 0, step = 0 } = request.frames[index] ?? {};
		readings.push({ atMs, step, ...found, change: null, repeatOf: null, alike, digest: digestOf(jpeg) });
		lumas.push(image ? sampleLuma(image) : new Float32Array(0));
	}
	return { readings, lumas, reference };
}

/** Of a frame that cannot be decoded. */
const NO_FACE = { face: null, rival: false, landmarks: null };

/** The first frames of a camera are often dark or soft. */
const AFTER_START = 2;
/** A template costs as much as reading two frames. */
const COMPARE_EVERY = 4;
/** Larger frames are shrunk: nothing that is read here needs more. */
const MAX_SIDE = 720;

async function pixelsOf(jpeg: Uint8Array): Promise<RgbImage | null> {
	const decoded = await decodeImage(jpeg, { maxSide: MAX_SIDE });
	return decoded.ok ? decoded.image : null;
}

export const digestOf = (jpeg: Uint8Array): string => createHash('sha256').update(jpeg).digest('hex').slice(0, 16);

/** Frames of one canvas share their size and tables, and carry no encoder's signature. */
function fromOneEncoder(jpegs: readonly Uint8Array[]): boolean {
	const marks = jpegs.map(jpegMarks);
	return marks.every((mark) => mark !== null && !mark.hasComment && mark.tables === marks[0]?.tables);
}

/** The middle one of up to three frames that look ahead; null without the model, or without a face that looks ahead. */
async function scoreAhead(
	models: ModelRegistry,
	jpegs: readonly Uint8Array[],
	readings: readonly FrameReading[]
): Promise<PresentationAttackResult | null> {
	if (!models.available('face-liveness')) return null;
	const ahead = readings.flatMap(({ step, face }, index) => (step === 0 && face ? [{ index, face }] : []));
	const chosen = [0.25, 0.5, 0.75].map((share) => ahead[Math.floor(ahead.length * share)]);
	const results: PresentationAttackResult[] = [];
	for (const frame of new Set(chosen)) {
		const jpeg = frame && jpegs[frame.index];
		const image = jpeg ? await pixelsOf(jpeg) : null;
		if (image && frame) results.push(await scorePresentation(models, { near: image, whole: image }, frame.face));
	}
	return results.sort((a, b) => a.score - b.score)[Math.floor((results.length - 1) / 2)] ?? null;
}

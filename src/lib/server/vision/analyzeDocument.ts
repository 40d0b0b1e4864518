import type { ModelReason } from '$lib/contract/reasonCodes';
import { readBarcodes } from './barcode';
import {
	classifyDocument,
	dateOrderOf,
	mrzFields,
	placeLines,
	readPrintedFields,
	type DocumentClass,
	type PlacedLine
} from './document';
import { choosePortraits, FACE_MODELS, type FindFacesOptions } from './face';
import { halveTo, SHRINKS, type Shrink } from './image';
import { isZoneLine, readMrz, type ZoneClasses } from './mrz';
import { readText, toTextLine, type RecognisePending, type TextReading } from './ocr';
import type { ModelId, ModelRegistry } from './runtime';
import { reportTamper, tamperContents, type Found, type TamperTraces } from './tamper';
import type {
	BarcodeResult,
	Box,
	DetectedFace,
	DocumentAnalysis,
	ExtractedField,
	ImageQuality,
	MrzResult,
	RgbImage,
	StageTimings,
	TamperReport
} from './types';

export interface DocumentInput {
	/** What text and faces are read from: the picture halved until no side is longer than READING_SIDE. */
	near: RgbImage;
	/** What symbols and tampering are looked for in. It may come later, and its failure is the analysis's. */
	whole: Promise<RgbImage>;
	slot: 'id_front' | 'id_back';
	/** Bytes as uploaded, where they were a JPEG. */
	original?: Uint8Array;
}

export interface DocumentDeps {
	models: ModelRegistry;
	reader: DocumentReader;
	/** Decides the century of two-digit years (see resolveCentury). */
	today(): Date;
	/** What may run on another thread meanwhile. */
	findFaces(image: RgbImage, options: FindFacesOptions): Promise<DetectedFace[]>;
	traceTamper(image: RgbImage, original?: Uint8Array, face?: Box): Promise<TamperTraces>;
	measureQuality(image: RgbImage): Promise<ImageQuality>;
}

/** Of openReader. */
export interface DocumentReader {
	recognise: RecognisePending;
	classes: ZoneClasses;
}

export const TEXT_MODELS: readonly ModelId[] = ['text-detector', 'text-recognizer', 'text-orientation'];

/**
 * One side of a document: quality → text → machine-readable zone → barcode → portrait → class → fields → tampering →
 * reasons to ask for another picture. A picture without a document is an analysis with reasons, never an error. Rejects with
 * ModelUnavailable only.
 */
export async function analyzeDocument(deps: DocumentDeps, input: DocumentInput): Promise<DocumentAnalysis> {
	const { slot, near: image } = input;
	const { timed, timings } = stopwatch();
	// A front mostly shows its portrait upright: looked for while the text is being found.
	const early = slot === 'id_front' ? timed('portrait', () => deps.findFaces(image, { templates: 2 })) : null;
	// The longest of what another thread can do: begun as soon as it is known where the portrait is.
	const traces = traceEarly(deps, input, early, timed);
	const quality = timed('quality', () => deps.measureQuality(image));
	const text = await timed('text', () =>
		readText({ models: deps.models, recognise: deps.reader.recognise, isZone: isZoneLine }, image)
	);
	const mrz = text.mirrored ? null : await timed('mrz', () => readMrz(deps.reader.classes, image, text.lines));
	const whole = await input.whole;
	const barcode = await timed('barcode', () => barcodeOf(whole, slot, mrz));
	const { portrait, ghost } = choosePortraits(
		await facesOf(deps, { image, slot }, { text, mrz, early: (await early) ?? [] }, timed)
	);
	const placed = placeLines(text.lines, text.rotation);
	const document = classifyDocument(placed, mrz, barcode, portrait !== null);
	const fields = await timed('fields', () => fieldsOf(deps, placed, { document, mrz, barcode, text, image }));
	const lines = text.lines.map((line) => toTextLine(line, image));
	const found = { portrait, ghost, mrz, barcode, fields, lines, rotation: text.rotation };
	const tamper = await tamperOf(deps, { whole, original: input.original }, await traces, found, timed);
	return {
		kind: 'document',
		document: { ...document, rotation: text.rotation },
		quality: { ...(await quality), width: whole.width, height: whole.height },
		lines,
		fields,
		mrz,
		barcode,
		portrait,
		ghost,
		tamper,
		reasons: reasonsFor({ slot, text, document, fields, mrz, barcode, portrait, image }),
		models: deps.models.hashesOf([...TEXT_MODELS, ...FACE_MODELS]),
		timingsMs: timings
	};
}

/**
 * Text and faces are read from a picture of at most this side: a zone needs 8 pixels a letter, and a passport that fills a
 * third of it still has 20. Symbols and tampering are looked for in every pixel.
 */
const READING_SIDE = 3000;

/** How much smaller text and faces are read from a picture of this size. */
export const readingShrink = ({ width, height }: { width: number; height: number }): Shrink =>
	[...SHRINKS].reverse().find((shrink) => Math.max(width, height) / shrink <= READING_SIDE) ?? 8;

/** The same of a picture that is there already. */
export const readingCopy = (image: RgbImage): RgbImage => halveTo(image, READING_SIDE);

type Timed = <T>(stage: string, work: () => T | Promise<T>) => Promise<T>;

/** Milliseconds from each stage's start to its end. Stages overlap where there are assistants: they add up to more than the whole. */
function stopwatch(): { timings: StageTimings; timed: Timed } {
	const timings: StageTimings = {};
	return {
		timings,
		async timed(stage, work) {
			const start = performance.now();
			const result = await work();
			timings[stage] = (timings[stage] ?? 0) + performance.now() - start;
			return result;
		}
	};
}

interface EarlyTraces {
	traces: TamperTraces;
	/** Of the portrait that was known by then. */
	face: Box | undefined;
}

/** A trace that fails must wait for whoever asks for it, and not end the process before. */
function traceEarly(
	{ traceTamper }: DocumentDeps,
	{ whole, original }: DocumentInput,
	early: Promise<DetectedFace[]> | null,
	timed: Timed
): Promise<EarlyTraces> {
	const begin = async (): Promise<EarlyTraces> => {
		const face = choosePortraits((await early) ?? []).portrait?.box;
		const image = await whole;
		return { face, traces: await timed('tamper', () => traceTamper(image, original, face)) };
	};
	const traces = begin();
	traces.catch(() => undefined);
	return traces;
}

/** Traces anew where the portrait turned out to be another than the one known early, as in a picture that lies on its side. */
async function tamperOf(
	{ traceTamper }: DocumentDeps,
	{ whole, original }: { whole: RgbImage; original: Uint8Array | undefined },
	{ traces, face }: EarlyTraces,
	found: Found,
	timed: Timed
): Promise<TamperReport> {
	const isKnown = found.portrait === null || sameBox(found.portrait.box, face);
	return timed('tamper', async () => {
		const own = isKnown ? traces : await traceTamper(whole, original, found.portrait?.box);
		return reportTamper(own, tamperContents(whole, found));
	});
}

const sameBox = (a: Box, b: Box | undefined): boolean =>
	a.x === b?.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** Milliseconds spent looking for a symbol: the back of a card is where one is expected. */
const BARCODE_BUDGET_MS = { id_back: 1200, id_front: 150 } as const;

/**
 * The back of an enhanced licence (Washington, Michigan, New York, Vermont, Minnesota) carries a zone and a symbol; no front does.
 * An AAMVA file is worth more than any other symbol.
 */
async function barcodeOf(
	whole: RgbImage,
	slot: DocumentInput['slot'],
	mrz: MrzResult | null
): Promise<BarcodeResult | null> {
	if (mrz !== null && slot === 'id_front') return null;
	const found = await readBarcodes(whole, { budgetMs: BARCODE_BUDGET_MS[slot], besideZone: mrz !== null });
	return found.find(({ aamva }) => aamva !== null) ?? found[0] ?? null;
}

/**
 * The faces of a document, upright as its text is; all four ways are tried where there is none. A card's back with its zone
 * shows no portrait, or a whole front beside it: a glance is enough there.
 */
async function facesOf(
	deps: DocumentDeps,
	{ image, slot }: { image: RgbImage; slot: DocumentInput['slot'] },
	seen: { text: TextReading; mrz: MrzResult | null; early: DetectedFace[] },
	timed: Timed
): Promise<DetectedFace[]> {
	const turn = seen.text.lines.length === 0 ? 'any' : seen.text.rotation;
	if (slot === 'id_front' && turn === 0) return seen.early;
	const search = slot !== 'id_back' || seen.mrz?.format !== 'TD1';
	const faces = await timed('portrait', () => deps.findFaces(image, { turn, search, templates: 2 }));
	return faces.length > 0 ? faces : seen.early;
}

async function fieldsOf(
	deps: DocumentDeps,
	placed: readonly PlacedLine[],
	{ document, mrz, barcode, text, image }: Pick<Findings, 'document' | 'mrz' | 'barcode' | 'text' | 'image'>
): Promise<ExtractedField[]> {
	const fromZone = mrz ? mrzFields(mrz, deps.today()) : [];
	const context = {
		order: dateOrderOf(document.issuingState),
		isLicence: document.type === 'driving_licence',
		mrz: fromZone
	};
	const picture = { image, rotation: text.rotation, recognise: deps.reader.recognise };
	const printed = await readPrintedFields(placed, context, picture);
	return [...printed, ...fromZone, ...(barcode?.aamva?.fields ?? [])];
}

interface Findings {
	slot: DocumentInput['slot'];
	text: TextReading;
	document: DocumentClass;
	fields: readonly ExtractedField[];
	mrz: MrzResult | null;
	barcode: BarcodeResult | null;
	portrait: DetectedFace | null;
	image: RgbImage;
}

/** A document of unknown kind must at least show this many printed fields. */
const LEAST_FIELDS = 3;

function reasonsFor(findings: Findings): ModelReason[] {
	const { slot, text, document, fields, mrz, barcode } = findings;
	if (text.mirrored) return ['document_mirrored'];
	const isDocument = mrz !== null || barcode?.aamva || document.type !== 'unknown' || fields.length >= LEAST_FIELDS;
	if (!isDocument) return ['document_not_found'];
	const reasons: ModelReason[] = [];
	if (isWrongSide(findings)) reasons.push('wrong_side');
	if (isCutOff(findings)) reasons.push('document_cut_off');
	return slot === 'id_back' && document.side === 'unknown'
		? reasons.filter((reason) => reason !== 'wrong_side')
		: reasons;
}

/** A picture of both sides at once serves either slot. Of a front it has the portrait and the holder's printed name. */
function isWrongSide({ slot, document, mrz, barcode, portrait, fields }: Findings): boolean {
	const showsBack = mrz?.format === 'TD1' || (barcode?.aamva !== undefined && barcode?.aamva !== null);
	const named = fields.some(({ name, source }) => name === 'primaryIdentifier' && source === 'viz');
	if (slot === 'id_front') return document.side === 'back' && !(portrait !== null && named);
	return document.side === 'front' && portrait !== null && !showsBack;
}

/** How many lines must run into one edge of the picture before it counts as cut there. */
const CLIPPED_LINES = 3;

function isCutOff({ text, image, mrz }: Findings): boolean {
	const edge = Math.max(2, 0.004 * Math.max(image.width, image.height));
	const clippedAt = [
		text.lines.filter(({ corners }) => corners.some(({ x }) => x < edge)).length,
		text.lines.filter(({ corners }) => corners.some(({ x }) => x > image.width - edge)).length
	];
	return mrz?.valid !== true && clippedAt.some((count) => count >= CLIPPED_LINES);
}

import { readFile } from 'node:fs/promises';
import type { ModelReason } from '$lib/contract/reasonCodes';
import { readBarcodes } from './barcode';
import {
	classifyDocument,
	dateOrderOf,
	mrzFields,
	placeLines,
	printedFields,
	type DocumentClass,
	type PlacedLine
} from './document';
import { FACE_MODELS, findFaces } from './face';
import { readMrz, zoneClasses } from './mrz';
import { parseCharset, readText, toTextLine, type TextReading } from './ocr';
import { measureImageQuality } from './quality';
import type { ModelId, ModelRegistry } from './runtime';
import { analyzeTamper } from './tamper';
import type {
	BarcodeResult,
	DetectedFace,
	DocumentAnalysis,
	ExtractedField,
	MrzResult,
	RgbImage,
	StageTimings
} from './types';

export interface DocumentInput {
	image: RgbImage;
	slot: 'id_front' | 'id_back';
	/** Bytes as uploaded, where they were a JPEG. */
	original?: Uint8Array;
}

export interface DocumentDeps {
	models: ModelRegistry;
	/** Of openDocumentReader. */
	reader: DocumentReader;
	/** Decides the century of two-digit years (see resolveCentury). */
	today(): Date;
}

/** What the recogniser's key file says, made once. */
export interface DocumentReader {
	charset: readonly string[];
	classes: Int8Array;
}

export const TEXT_MODELS: readonly ModelId[] = ['text-detector', 'text-recognizer', 'text-orientation'];

/**
 * One side of a document: quality → text → machine-readable zone → barcode → portrait → class → fields → tampering →
 * reasons to ask for another picture. A picture without a document is an analysis with reasons, never an error. Rejects with
 * ModelUnavailable only.
 */
export async function analyzeDocument(deps: DocumentDeps, input: DocumentInput): Promise<DocumentAnalysis> {
	const { image, slot } = input;
	const clock = stopwatch();
	const quality = measureImageQuality(image, 'document');
	clock.lap('quality');
	const text = await readText({ models: deps.models, charset: deps.reader.charset }, image);
	clock.lap('text');
	const mrz = text.mirrored ? null : await readMrz(deps.models, deps.reader.classes, image, text.lines);
	clock.lap('mrz');
	const barcode = await barcodeOf(input, mrz);
	clock.lap('barcode');
	const portrait = await portraitOf(deps.models, input, text, mrz);
	clock.lap('portrait');
	const placed = placeLines(text.lines, text.rotation);
	const document = classifyDocument(placed, mrz, barcode, portrait !== null);
	const fields = fieldsOf(placed, document, mrz, barcode, image, deps.today());
	clock.lap('fields');
	const tamper = await analyzeTamper(image, input.original);
	clock.lap('tamper');
	return {
		kind: 'document',
		document: { ...document, rotation: text.rotation },
		quality,
		lines: text.lines.map((line) => toTextLine(line, image)),
		fields,
		mrz,
		barcode,
		portrait,
		tamper,
		reasons: reasonsFor({ slot, text, document, fields, mrz, barcode, portrait, image }),
		models: deps.models.hashesOf([...TEXT_MODELS, ...FACE_MODELS]),
		timingsMs: clock.laps
	};
}

/** Rejects with ModelUnavailable where the recogniser is not there. */
export async function openDocumentReader(models: ModelRegistry): Promise<DocumentReader> {
	const charset = parseCharset(await readFile(models.file('text-recognizer', 'keys'), 'utf8'));
	return { charset, classes: zoneClasses(charset) };
}

function stopwatch() {
	const laps: StageTimings = {};
	let last = performance.now();
	return {
		laps,
		lap(stage: string) {
			const now = performance.now();
			laps[stage] = now - last;
			last = now;
		}
	};
}

/** Milliseconds spent looking for a symbol: the back of a card is where one is expected. */
const BARCODE_BUDGET_MS = { id_back: 1200, id_front: 150 } as const;

/** A card with a zone has no symbol that says more. An AAMVA file is worth more than any other symbol. */
async function barcodeOf({ image, slot }: DocumentInput, mrz: MrzResult | null): Promise<BarcodeResult | null> {
	if (mrz !== null) return null;
	const found = await readBarcodes(image, { budgetMs: BARCODE_BUDGET_MS[slot] });
	return found.find(({ aamva }) => aamva !== null) ?? found[0] ?? null;
}

/**
 * The largest face. Text says which way up the picture is; where there is none, all four ways are tried. A card's back
 * with its zone shows none, or a whole front beside it: a glance is enough there.
 */
async function portraitOf(
	models: ModelRegistry,
	{ image, slot }: DocumentInput,
	text: TextReading,
	mrz: MrzResult | null
): Promise<DetectedFace | null> {
	const anyRotation = text.rotation !== 0 || text.lines.length === 0;
	const faces = await findFaces(models, image, { anyRotation, search: slot !== 'id_back' || mrz?.format !== 'TD1' });
	return faces[0] ?? null;
}

function fieldsOf(
	placed: readonly PlacedLine[],
	document: DocumentClass,
	mrz: MrzResult | null,
	barcode: BarcodeResult | null,
	image: RgbImage,
	today: Date
): ExtractedField[] {
	const fromZone = mrz ? mrzFields(mrz, today) : [];
	const context = {
		order: dateOrderOf(document.issuingState),
		isLicence: document.type === 'driving_licence',
		mrz: fromZone
	};
	return [...printedFields(placed, context, image), ...fromZone, ...(barcode?.aamva?.fields ?? [])];
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

/** A picture of both sides at once serves either slot. */
function isWrongSide({ slot, document, mrz, barcode, portrait }: Findings): boolean {
	const showsBack = mrz?.format === 'TD1' || (barcode?.aamva !== undefined && barcode?.aamva !== null);
	if (slot === 'id_front') return document.side === 'back';
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

import type { ModelReason } from '$lib/contract/reasonCodes';
import { extractAddressFields, type AddressFields } from './address/extractAddressFields';
import type { PdfPage, PdfReading } from './address/readPdf';
import { turnBack, turnBox, turnLines } from './address/turnLines';
import { decodeImage, encodeJpeg, sniffFile } from './image';
import { readText as recogniseText, toTextLine, type RecognisePending } from './ocr';
import { measureImageQuality } from './quality';
import type { ModelId, ModelRegistry } from './runtime';
import { analyzePageTamper } from './tamper';
import type { AddressAnalysis, RgbImage, TextLine } from './types';

export interface AddressDeps {
	models: ModelRegistry;
	/** Of openReader. */
	reader: { recognise: RecognisePending };
	/** In this process, or in one of its own. */
	readPdf: (bytes: Uint8Array) => Promise<PdfReading>;
}

/**
 * A proof of address: bytes → pages → text lines → fields. JPEG, PNG, WebP or PDF; of a PDF the first two pages, by the text in
 * it where it holds any. A file that cannot be read is an analysis with `file_unreadable`, never an error. Rejects with
 * ModelUnavailable only.
 */
export async function analyzeAddress(deps: AddressDeps, { bytes }: { bytes: Uint8Array }): Promise<AddressAnalysis> {
	const start = performance.now();
	const upload = await openUpload(deps, bytes);
	const opened = performance.now();
	if (upload === null) return unreadable(opened - start);
	const { lines, found, usedModels, image, isDrawn } = await readPage(deps, upload);
	const read = performance.now();
	const parts = found.fields.flatMap(({ name, box }) => (box === null ? [] : [{ name, box }]));
	const tamper = isDrawn ? null : await analyzePageTamper(image, parts);
	const preview = upload.isPdf ? await encodeJpeg(image, { maxSide: PREVIEW_SIDE, quality: 85 }) : null;
	return {
		kind: 'address',
		documentKind: found.documentKind,
		quality: upload.isPdf ? null : measureImageQuality(image, 'document'),
		pages: upload.pages.length,
		lines,
		fields: found.fields,
		tamper,
		pagePreview: preview,
		reasons: lines.length === 0 ? NOTHING_READ : [],
		models: deps.models.hashesOf(usedModels),
		timingsMs: { open: opened - start, read: read - opened, judge: performance.now() - read }
	};
}

const NOTHING_READ: ModelReason[] = ['document_not_found'];
const PREVIEW_SIDE = 1600;
/** Small print of an A4 page still has some 14 pixels; a larger page only takes longer. */
const READING_SIDE = 2000;
/** Fewer lines than a letterhead: the page is a picture with a stamp of text on it. */
const MIN_TEXT_LINES = 5;
const OCR_MODELS: readonly ModelId[] = ['text-detector', 'text-orientation', 'text-recognizer'];

interface Upload {
	isPdf: boolean;
	pages: PdfPage[];
}

async function openUpload({ readPdf }: AddressDeps, bytes: Uint8Array): Promise<Upload | null> {
	if (sniffFile(bytes) === 'pdf') {
		const reading = await readPdf(bytes);
		return reading.ok && reading.pages.length > 0 ? { isPdf: true, pages: reading.pages } : null;
	}
	const decoded = await decodeImage(bytes, { maxSide: READING_SIDE });
	return decoded.ok ? { isPdf: false, pages: [{ image: decoded.image, lines: [] }] } : null;
}

interface Reading {
	/** Of the page that the fields come from; boxes refer to the page as given. */
	lines: TextLine[];
	found: AddressFields;
	image: RgbImage;
	usedModels: readonly ModelId[];
	/** From text that the file holds: we drew the picture ourselves, it has no history. */
	isDrawn: boolean;
}

/** The first page that has an address on it; else the first. */
async function readPage(deps: AddressDeps, { pages }: Upload): Promise<Reading> {
	let first: Reading | null = null;
	for (const page of pages) {
		const reading = page.lines.length >= MIN_TEXT_LINES ? readText(page) : await recognise(deps, page.image);
		if (reading.found.fields.some(({ name }) => name === 'address')) return reading;
		first ??= reading;
	}
	if (first === null) throw new RangeError('an upload without a page');
	return first;
}

const readText = ({ lines, image }: PdfPage): Reading => ({
	lines,
	found: extractAddressFields(lines),
	image,
	usedModels: [],
	isDrawn: true
});

/** Fields are looked for on the upright page; their boxes are turned back onto the picture as given. */
async function recognise(deps: AddressDeps, image: RgbImage): Promise<Reading> {
	const reading = await recogniseText({ models: deps.models, recognise: deps.reader.recognise }, image);
	const lines = reading.lines.map((line) => toTextLine(line, image));
	const { documentKind, fields } = extractAddressFields(turnLines(lines, reading.rotation));
	const back = turnBack(reading.rotation);
	const placed = fields.map((field) => ({ ...field, box: field.box && turnBox(field.box, back) }));
	return { lines, found: { documentKind, fields: placed }, image, usedModels: OCR_MODELS, isDrawn: false };
}

function unreadable(openMs: number): AddressAnalysis {
	return {
		kind: 'address',
		documentKind: 'unknown',
		quality: null,
		pages: 0,
		lines: [],
		fields: [],
		tamper: null,
		pagePreview: null,
		reasons: ['file_unreadable'],
		models: {},
		timingsMs: { open: openMs }
	};
}

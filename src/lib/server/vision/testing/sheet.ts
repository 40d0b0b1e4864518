import { createCanvas, GlobalFonts, type Canvas, type PDFDocument, type SKRSContext2D } from '@napi-rs/canvas';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Box } from '../types';
import { specimenFile } from './specimenFile';

export interface TextStyle {
	/** Height of the em in millimetres. */
	size: number;
	weight?: number;
	colour?: string;
	font?: 'text' | 'ocr-b';
	align?: 'left' | 'center' | 'right';
}

/** A drawing in millimetres that remembers where each named thing stands. */
export interface Sheet {
	readonly canvas: Canvas;
	readonly context: SKRSContext2D;
	readonly pixelsPerMm: number;
	/** Millimetres. */
	readonly width: number;
	readonly height: number;
	/** Fractions of the sheet. */
	readonly boxes: Record<string, Box>;
	/** Draws on the baseline at (x, y) and, when named, keeps the box of its ink. */
	text(text: string, x: number, y: number, style: TextStyle, name?: string): void;
	/** Remembers a rectangle in millimetres under a name. */
	mark(name: string, x: number, y: number, width: number, height: number): void;
}

/** A sheet with a canvas of its own, or one that draws on a given context (a page of a PDF, say), already scaled. */
export function createSheet(
	width: number,
	height: number,
	pixelsPerMm: number,
	onto?: ReturnType<PDFDocument['beginPage']>
): Sheet {
	loadFonts();
	const canvas = createCanvas(Math.round(width * pixelsPerMm), Math.round(height * pixelsPerMm));
	const context = onto === undefined ? canvas.getContext('2d') : onto;
	if (!isDrawingContext(context)) throw new Error('Nothing can be drawn on this context');
	context.scale(pixelsPerMm, pixelsPerMm);
	const boxes: Record<string, Box> = {};
	const mark: Sheet['mark'] = (name, x, y, w, h) => {
		boxes[name] = { x: x / width, y: y / height, width: w / width, height: h / height };
	};
	return {
		canvas,
		context,
		pixelsPerMm,
		width,
		height,
		boxes,
		mark,
		text(text, x, y, style, name) {
			const family = style.font === 'ocr-b' ? OCR_B : `${TEXT}, ${TEXT_EXTENDED}`;
			context.font = `${style.weight ?? 400} ${style.size}px ${family}`;
			context.fillStyle = style.colour ?? '#20242c';
			context.textAlign = style.align ?? 'left';
			context.fillText(text, x, y);
			if (name === undefined) return;
			const measured = context.measureText(text);
			const left = x - measured.actualBoundingBoxLeft;
			const top = y - measured.actualBoundingBoxAscent;
			mark(name, left, top, x + measured.actualBoundingBoxRight - left, y + measured.actualBoundingBoxDescent - top);
		}
	};
}

/** ICAO 9303-3, 4.7: OCR-B size 1, ten characters an inch. */
const MRZ_PITCH_MM = 2.54;
/** The advance of every letter in OCRB.otf, in ems. */
const OCR_B_ADVANCE = 0.723;

/** Writes the zone's lines letter by letter on the standard's pitch; `baseline` is that of the first line. */
export function drawMrz(sheet: Sheet, lines: readonly string[], x: number, baseline: number, leading: number): void {
	const style = { size: MRZ_PITCH_MM / OCR_B_ADVANCE, font: 'ocr-b', colour: '#111114' } as const;
	lines.forEach((line, row) => {
		[...line].forEach((letter, column) =>
			sheet.text(letter, x + column * MRZ_PITCH_MM, baseline + row * leading, style)
		);
		sheet.mark(`mrzLine${row + 1}`, x, baseline + row * leading - 2.7, line.length * MRZ_PITCH_MM, 3);
	});
}

/** A PDF page's context is the same object as a canvas', under a narrower type. */
const isDrawingContext = (context: object): context is SKRSContext2D => 'drawImage' in context && 'fillText' in context;

const TEXT = 'Specimen Text';
const TEXT_EXTENDED = 'Specimen Text Extended';
const OCR_B = 'Specimen OCR B';

function loadFonts(): void {
	if (GlobalFonts.has(OCR_B)) return;
	const inter = join(
		dirname(createRequire(import.meta.url).resolve('@fontsource-variable/inter/package.json')),
		'files'
	);
	register(join(inter, 'inter-latin-wght-normal.woff2'), TEXT);
	register(join(inter, 'inter-latin-ext-wght-normal.woff2'), TEXT_EXTENDED);
	register(ocrBFile(), OCR_B);
}

const ocrBFile = () => specimenFile('OCRB.otf', () => fileURLToPath(new URL('fonts/OCRB.otf', import.meta.url)));

function register(file: string, family: string): void {
	if (GlobalFonts.registerFromPath(file, family) === null) throw new Error(`The font ${file} could not be read`);
}

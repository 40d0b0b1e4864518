import { toGrey, type GreyImage } from '../image/pixels';
import type { Box, RgbImage, TamperSignal } from '../types';
import { copiedLetters, LETTER_REACH } from './copiedLetters';
import { cubedScoreOf } from './evidence';
import type { PixelArea } from './foreignGrid';
import { irregularBaseline } from './irregularBaseline';
import { irregularPrint, type PrintedValue } from './irregularPrint';

/** What is written where. Boxes are fractions of the picture. */
export interface Written {
	/** Lines of text; null where nobody looked, then the whole picture is searched. */
	lines: readonly Box[] | null;
	/** Values of printed fields that stand level: set in one type, as documents are. */
	values: readonly PrintedValue[];
}

/** Letters that were copied along a line or stand out of it, and a value that is not printed as its neighbours are. */
export function writtenSignals(image: RgbImage, { lines, values }: Written): TamperSignal[] {
	const areas = lines?.map((box) => grownLine(box, image)) ?? null;
	const grey = areas === null ? toGrey(image) : greyOf(image, areas);
	return [copiesSignal(grey, areas), ...printSignal(image, values), ...baselineSignal(image, values)];
}

/** Evidence that counts as TAMPER_SUSPECTED_AT: 57 drawn originals reach 3.3 at most. */
const LETTERS_EVIDENCE = 4.5;

function copiesSignal(grey: GreyImage, areas: readonly PixelArea[] | null): TamperSignal {
	const found = copiedLetters(grey, areas);
	const score = found === null ? 0 : cubedScoreOf(found.evidence / LETTERS_EVIDENCE);
	return { kind: 'copyMove', score, regions: found === null ? [] : found.boxes.map((box) => ({ box, score })) };
}

function printSignal(image: RgbImage, values: readonly PrintedValue[]): TamperSignal[] {
	const found = irregularPrint(image, values);
	if (found === null) return [];
	const score = cubedScoreOf(found.irregularity / IRREGULARITY);
	return [{ kind: 'irregularPrint', score, regions: [{ box: found.box, score }] }];
}

/** What counts as TAMPER_SUSPECTED_AT. */
const IRREGULARITY = 6.5;

function baselineSignal(image: RgbImage, values: readonly PrintedValue[]): TamperSignal[] {
	const found = irregularBaseline(image, values);
	if (found === null) return [];
	const score = cubedScoreOf(found.irregularity / OUT_OF_LINE);
	return [{ kind: 'irregularBaseline', score, regions: [{ box: found.box, score }] }];
}

/** What counts as TAMPER_SUSPECTED_AT. */
const OUT_OF_LINE = 9;

/** A letter copied a little too high still counts. */
function grownLine({ x, y, width, height }: Box, picture: RgbImage): PixelArea {
	const more = Math.max(0.4 * height * picture.height, 8);
	return {
		left: Math.max(0, Math.floor(x * picture.width - more)),
		top: Math.max(0, Math.floor(y * picture.height - more)),
		right: Math.min(picture.width, Math.ceil((x + width) * picture.width + more)),
		bottom: Math.min(picture.height, Math.ceil((y + height) * picture.height + more))
	};
}

/** Luminance where the lines are, and as far beside them as copies are looked for; the rest is left black. */
function greyOf({ width, height, data }: RgbImage, areas: readonly PixelArea[]): GreyImage {
	const grey = new Uint8Array(width * height);
	for (const { left, top, right, bottom } of areas) {
		const end = Math.min(width, right + LETTER_REACH);
		const rows = { from: Math.max(0, top - 2), to: Math.min(height, bottom + LETTER_REACH / 8) };
		for (let y = rows.from; y < rows.to; y++) {
			const part = { width: end - left, height: 1, data: data.subarray((y * width + left) * 3, (y * width + end) * 3) };
			grey.set(toGrey(part).data, y * width + left);
		}
	}
	return { width, height, data: grey };
}

/** Finds the zone among the lines of a picture and reads it again, finely, from the picture itself. */
import type { Box, MrzResult, RgbImage } from '../types';
import { cropLine, distance, type Quad, type RecogniseLines } from '../ocr';
import { glyphEvidence } from './glyphs';
import { findZone, type ReadLine, type ZoneRow } from './findZone';
import { zoneLattice, type ZoneLattice } from './lattice';
import type { MrzLayout } from './layout';
import { LAYOUTS, readZone, type ZoneReading } from './readZone';

/** Below this mean log probability a letter, what was read is no zone but text that resembles one. */
const LEAST_PER_LETTER = -1.3;
/** Every letter as sure as this (see letterCertainty) and every digit right: no second look. */
const SURE_LETTER = 0.9;

/** How a row is cut out: room above and below the letters, and width against height. */
interface Cut {
	tall: number;
	stretch: number;
	contrast: boolean;
	/** Widest picture of a row, in heights: 28 leaves a letter of 44 about 28 pixels. */
	maxAspect: number;
}
const FIRST_CUT: Cut = { tall: 1.12, stretch: 1, contrast: false, maxAspect: 28 };
const FURTHER_CUTS: readonly Cut[] = [
	{ tall: 0.95, stretch: 1.1, contrast: false, maxAspect: 36 },
	{ tall: 1.35, stretch: 1.15, contrast: true, maxAspect: 36 }
];

/** Null where the picture has no machine-readable zone. `lines` are all lines of the picture, upright, in its pixels. */
export async function readMrz(
	recognise: RecogniseLines,
	classes: Int8Array,
	image: RgbImage,
	lines: readonly ReadLine[]
): Promise<MrzResult | null> {
	const found = findZone(lines);
	const rows = found.map(({ corners }) => corners);
	if (rows.length === 0) return null;
	const zone = quickReading(found, classes) ?? (await fineReading(recognise, classes, image, rows));
	if (!zone || zone.perLetter < LEAST_PER_LETTER) return null;
	const used = rows.slice(zone.firstLine, zone.firstLine + zone.mrz.lines.length);
	return { ...zone.mrz, boxes: used.map((row) => boxOf(row, image)) };
}

/** What the text's own reading says, where it leaves no doubt: a clean zone is not read twice. */
function quickReading(rows: readonly ZoneRow[], classes: Int8Array): ZoneReading | null {
	const known = rows.flatMap(({ reading }) => reading ?? []);
	if (known.length < rows.length) return null;
	const readings = known.map(({ lattice }) => [zoneLattice(lattice, classes)]);
	const pictures = known.map(({ picture }) => picture);
	const plain = readZone(readings);
	const zone = plain?.mrz.valid ? withGlyphs(plain, readings, pictures) : null;
	return zone && unsureLines(zone).length === 0 ? zone : null;
}

/** Reads the rows from the picture, and those that leave a doubt again, cut out another way. */
async function fineReading(
	recognise: RecogniseLines,
	classes: Int8Array,
	image: RgbImage,
	rows: readonly Quad[]
): Promise<ZoneReading | null> {
	const readings: ZoneLattice[][] = rows.map(() => []);
	const pictures = rows.map((row) => cutRow(image, row, FIRST_CUT));
	let zone: ZoneReading | null = null;
	for (const cut of [FIRST_CUT, ...FURTHER_CUTS]) {
		const wanted = zone ? unsureLines(zone) : Array.from(rows.keys());
		if (wanted.length === 0) break;
		const cuts = wanted.flatMap((i) => {
			const row = rows[i];
			const first = cut === FIRST_CUT ? pictures[i] : undefined;
			return first ?? (row ? cutRow(image, row, cut) : []);
		});
		const lines = await recognise(cuts, { lattices: 'all' });
		lines.forEach(({ lattice }, i) => lattice && readings[wanted[i] ?? -1]?.push(zoneLattice(lattice, classes)));
		const plain: ZoneReading | null = readZone(readings, zone?.mrz.valid ? likeLayouts(zone) : LAYOUTS);
		zone = plain && withGlyphs(plain, readings, pictures);
	}
	return zone;
}

/** A zone whose digits hold keeps its shape. */
const likeLayouts = ({ layout }: ZoneReading): MrzLayout[] =>
	LAYOUTS.filter(({ lineCount, lineLength }) => lineCount === layout.lineCount && lineLength === layout.lineLength);

/** The same zone once more, with its own letters as a second witness. */
function withGlyphs(zone: ZoneReading, readings: readonly ZoneLattice[][], pictures: readonly RgbImage[]): ZoneReading {
	const lines = zone.mrz.lines.flatMap((text, i) => {
		const picture = pictures[zone.firstLine + i];
		const geometry = zone.geometries[i];
		return picture && geometry ? [{ image: picture, geometry, text, scores: zone.letterScores[i] ?? [] }] : [];
	});
	const witness = { firstLine: zone.firstLine, lines: glyphEvidence(lines) };
	const seen = readZone(readings, [zone.layout], witness);
	// Digits that hold without the witness outweigh it.
	return seen && (seen.mrz.valid || !zone.mrz.valid) ? seen : zone;
}

/** Of the rows given, those to look at again: lines with a doubtful letter, and all of a zone whose digits do not hold. */
function unsureLines({ mrz, certainty, firstLine }: ZoneReading): number[] {
	const lines = Array.from(certainty.keys()).filter(
		(line) => !mrz.valid || certainty[line]?.some((each) => each < SURE_LETTER)
	);
	return lines.map((line) => firstLine + line);
}

function cutRow(image: RgbImage, row: Quad, cut: Cut): RgbImage {
	const [a, b, c, d] = row;
	const grow = (cut.tall - 1) / 2;
	const away = (from: { x: number; y: number }, to: { x: number; y: number }) => ({
		x: from.x + (from.x - to.x) * grow,
		y: from.y + (from.y - to.y) * grow
	});
	const tall: Quad = [away(a, d), away(b, c), away(c, b), away(d, a)];
	const line = cropLine(image, tall, cut.stretch * (distance(tall[0], tall[3]) / distance(a, d)), cut.maxAspect);
	return cut.contrast ? stretchContrast(line) : line;
}

/** Grey, with the darkest and the lightest twentieth of the pixels brought to black and white. */
function stretchContrast(line: RgbImage): RgbImage {
	const count = line.width * line.height;
	const grey = new Uint8Array(count);
	const histogram = new Uint32Array(256);
	for (let i = 0; i < count; i++) {
		const value = Math.round(
			0.299 * (line.data[i * 3] ?? 0) + 0.587 * (line.data[i * 3 + 1] ?? 0) + 0.114 * (line.data[i * 3 + 2] ?? 0)
		);
		grey[i] = value;
		histogram[value] = (histogram[value] ?? 0) + 1;
	}
	const dark = quantile(histogram, count * 0.05);
	const light = Math.max(dark + 16, quantile(histogram, count * 0.8));
	const data = new Uint8Array(count * 3);
	for (let i = 0; i < count; i++) {
		const value = Math.min(255, Math.max(0, (((grey[i] ?? 0) - dark) * 255) / (light - dark)));
		data.fill(value, i * 3, i * 3 + 3);
	}
	return { width: line.width, height: line.height, data };
}

function quantile(histogram: Uint32Array, rank: number): number {
	let seen = 0;
	for (let value = 0; value < 256; value++) {
		seen += histogram[value] ?? 0;
		if (seen > rank) return value;
	}
	return 255;
}

function boxOf(quad: Quad, image: { width: number; height: number }): Box {
	const clamp = (value: number) => Math.min(1, Math.max(0, value));
	const xs = quad.map(({ x }) => clamp(x / image.width));
	const ys = quad.map(({ y }) => clamp(y / image.height));
	const x = Math.min(...xs);
	const y = Math.min(...ys);
	return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

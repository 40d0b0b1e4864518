/** From rows read letter by letter to a zone: which places are letters, which format they fill, and what they say. Pure. */
import type { Point } from '../types';
import { distance, type LineReading, type Quad } from '../ocr';
import { alignLine, type LineGeometry } from './alignLine';
import { ALPHABET_SIZE } from './alphabet';

import type { GridRow } from './gridRow';
import { zoneLattice, type ZoneClasses, type ZoneLattice } from './lattice';
import { netLogs, printedLogs } from './lookalikes';
import { NET_CLASSES, NO_LETTER } from './letterNet';
import { decodeLines, LAYOUTS, mayBe, readingOf, type CombinedLine, type ZoneReading, type ZoneText } from './readZone';

/** What a general recogniser read of a row or of a piece of it, and which stretch of the picture that was. */
export interface Witness {
	lattice: ZoneLattice;
	corners: Quad;
}

export function witnessOf(piece: { reading: LineReading; corners: Quad }, classes: ZoneClasses): Witness {
	return { lattice: zoneLattice(piece.reading.lattice, classes), corners: piece.corners };
}

/** Nats against a place beside the text that looks like a letter, at most; and for a letter beyond the strip's end. */
const STRAY_LETTER = 2.5;
const UNSEEN_LETTER = 2.5;
/** A row left out must cost about what reading it as noise would. */
const UNUSED_ROW = 40;
/** Another place for the first letter is worth a try within so many nats of the best. */
const RUNNER_UP = 5;
/** What the recogniser's log probabilities count beside the net's: it never learned OCR-B and sees the same pixels. */
const WITNESS_WEIGHT = 0.35;
/** A format whose letters fit worse than another's by this has no chance left. */
const HOPELESS = 25;

const fitOf = (choice: readonly Stretch[]): number => choice.reduce((sum, { fit }) => sum + fit, 0);

/**
 * Formats and places that are decoded, those whose letters fit best first: a page of fillers fits every format in every row.
 * Drawn zones of all formats, seen as a phone sees them, are read in fifteen at most.
 */
const MOST_TRIES = 24;

/** Nats a letter; where most places show no letter there is no zone. */
const LEAST_FIT = -1.5;

/** The likeliest zone of the rows, top to bottom; null where no format fits. */
export function readGridZone(
	rows: readonly (GridRow | null)[],
	witnesses: readonly (readonly Witness[])[]
): EndedReading | null {
	const known = new Map<string, Stretch[]>();
	const stretchesOf = (index: number, letters: number): Stretch[] => {
		const key = `${index}/${letters}`;
		const found = known.get(key) ?? stretches(rows[index] ?? null, letters);
		known.set(key, found);
		return found;
	};
	const candidates = LAYOUTS.flatMap((layout) =>
		Array.from({ length: Math.max(0, rows.length - layout.lineCount + 1) }, (_, first) => {
			const used = Array.from({ length: layout.lineCount }, (_, i) => stretchesOf(first + i, layout.lineLength));
			const unused = UNUSED_ROW * (rows.length - layout.lineCount);
			return choices(used).map((choice) => ({ layout, first, choice, unused, fit: fitOf(choice) - unused }));
		}).flat()
	).filter(({ fit, layout }) => fit > LEAST_FIT * layout.lineCount * layout.lineLength);
	candidates.sort((a, b) => b.fit - a.fit);
	const lines = new Map<Stretch, CombinedLine>();
	const lineOf = (stretch: Stretch, index: number): CombinedLine => {
		const found = lines.get(stretch) ?? combine(rows[index] ?? null, stretch, witnesses[index] ?? []);
		lines.set(stretch, found);
		return found;
	};
	let zone: ZoneText | null = null;
	let chosen: Stretch[] = [];
	let tries = 0;
	for (const { layout, first, choice, unused, fit } of candidates) {
		if (tries === MOST_TRIES || fit < (candidates[0]?.fit ?? 0) - HOPELESS) break;
		const combined = choice.map((stretch, i) => lineOf(stretch, first + i));
		if (!mayBe(layout, combined)) continue;
		tries++;
		const reading = decodeLines(layout, combined, first);
		if (reading) reading.logScore -= unused;
		if (!reading || (zone && reading.logScore <= zone.logScore)) continue;
		zone = reading;
		chosen = choice;
	}
	if (!zone) return null;
	const { firstLine } = zone;
	return { ...readingOf(zone), ended: chosen.every((stretch, i) => endsInView(rows[firstLine + i] ?? null, stretch)) };
}

/** Paper is seen before the first letter and behind the last: no letter can have been cut off. */
function endsInView(row: GridRow | null, { from, letters }: Stretch): boolean {
	return [from - 1, from + letters].every(
		(k) => row !== null && k >= 0 && k < row.count && (row.seen[k * NET_CLASSES + NO_LETTER] ?? 0) > 0.5
	);
}

export interface EndedReading extends ZoneReading {
	/** Each row was seen to its ends. A shorter format may else be read where the ends of a longer one were cut off. */
	ended: boolean;
}

/** So many letters from one place on, and how well the row is explained by letters there and none elsewhere. */
interface Stretch {
	from: number;
	letters: number;
	fit: number;
}

function stretches(row: GridRow | null, letters: number): Stretch[] {
	if (!row || row.count < letters * 0.8) return [];
	const found: Stretch[] = [];
	for (let from = Math.min(0, row.count - letters) - 2; from <= Math.max(0, row.count - letters) + 2; from++) {
		let fit = 0;
		for (let k = Math.min(0, from); k < Math.max(row.count, from + letters); k++) {
			const none = row.seen[k * NET_CLASSES + NO_LETTER];
			const inside = k >= from && k < from + letters;
			if (none === undefined || k < 0) fit -= inside ? UNSEEN_LETTER : 0;
			else if (inside) fit += Math.log(1 - none + 0.002);
			else fit += Math.max(-STRAY_LETTER, Math.log(none + 0.002));
		}
		found.push({ from, letters, fit });
	}
	found.sort((a, b) => b.fit - a.fit);
	const [best] = found;
	return found.filter(({ fit }) => best && fit > best.fit - RUNNER_UP).slice(0, 2);
}

/** Every combination of the rows' stretches. */
function choices(used: readonly Stretch[][]): Stretch[][] {
	return used.reduce<Stretch[][]>(
		(all, stretchesOfRow) => all.flatMap((begun) => stretchesOfRow.map((each) => [...begun, each])),
		[[]]
	);
}

/** The net's view of a stretch, and the recogniser's where it read the same letters. */
function combine(row: GridRow | null, stretch: Stretch, witnesses: readonly Witness[]): CombinedLine {
	const { from, letters, fit } = stretch;
	const rows = Array.from({ length: letters }, (_, i) => {
		const at = (from + i) * NET_CLASSES;
		const seen = row && at >= 0 && from + i < row.count ? row.seen.slice(at, at + ALPHABET_SIZE) : null;
		return seen ? scaled(seen) : new Float32Array(ALPHABET_SIZE).fill(1 / ALPHABET_SIZE);
	});
	const logs = rows.map(netLogs);
	for (const witness of row ? witnesses : []) addWitness(row as GridRow, stretch, witness, logs);
	const fused = logs.map((each) => {
		const most = Math.max(...each);
		return scaled(Float32Array.from(each, (value) => Math.exp(value - most)));
	});
	return { rows: fused, logs: fused.map(logsOf), logLikelihood: fit };
}

const logsOf = (row: Float32Array): Float64Array => Float64Array.from(row, (value) => Math.log(value + 1e-9));

function scaled(row: Float32Array): Float32Array {
	const sum = row.reduce((total, value) => total + value, 1e-12);
	return row.map((value) => value / sum);
}

/** A piece need not cover the row: letters that stand beside it are left as they are. */
function addWitness(
	row: GridRow,
	{ from, letters }: Stretch,
	{ lattice, corners }: Witness,
	logs: Float64Array[]
): void {
	const at = (k: number) => along(row.places[Math.min(row.count - 1, Math.max(0, k))], corners);
	const first = Array.from({ length: letters }, (_, i) => i).find((i) => at(from + i) > -0.002 && from + i >= 0) ?? -1;
	let count = 0;
	while (first >= 0 && first + count < letters && from + first + count < row.count && at(from + first + count) < 1.002)
		count++;
	if (count < 6) return;
	const begin = from + first;
	const geometry = throughThree(at(begin), at(begin + (count >> 1)), at(begin + count - 1), count);
	const alignment = alignLine(lattice, count, geometry);
	if (!alignment) return;
	for (let i = 0; i < count; i++) {
		const seen = printedLogs(alignment.subarray(i * ALPHABET_SIZE, (i + 1) * ALPHABET_SIZE));
		const into = logs[first + i];
		if (into) for (let c = 0; c < ALPHABET_SIZE; c++) into[c] = (into[c] ?? 0) + WITNESS_WEIGHT * (seen[c] ?? 0);
	}
}

/** Share of the way from the left edge of a rectangle to its right one. */
function along(point: Point | undefined, [a, b]: Quad): number {
	const length = distance(a, b);
	return point ? ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / (length * length) : -1;
}

function throughThree(a: number, b: number, c: number, count: number): LineGeometry {
	const half = count >> 1;
	const last = count - 1;
	// Newton's divided differences through letters 0, half and last.
	const slope = (b - a) / half;
	const bend = ((c - b) / (last - half) - slope) / last;
	return { start: a, pitch: slope - bend * half, bend };
}

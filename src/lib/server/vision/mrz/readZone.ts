/** From lines of probabilities to a zone: every format tried, the likeliest kept. Pure. */
import type { MrzResult } from '../types';
import { alignLine, type LineAlignment } from './alignLine';
import { ALPHABET_SIZE, FILLER_INDEX, MRZ_ALPHABET } from './alphabet';
import { letterCertainty } from './certainty';
import { decodeZone, rowsOf } from './decodeZone';
import { parseZone } from './fields';
import { FRENCH_ID, FRENCH_LICENCE } from './french';
import type { LineGeometry } from './geometry';
import type { ZoneLattice } from './lattice';
import type { MrzLayout } from './layout';
import { printedLogs } from './lookalikes';
import { MRV_A, MRV_B } from './mrv';
import { TD1, TD1_LONG_NUMBERS } from './td1';
import { TD2, TD2_LONG_NUMBERS } from './td2';
import { TD3 } from './td3';

export const LAYOUTS: readonly MrzLayout[] = [
	TD3,
	TD1,
	TD2,
	MRV_A,
	MRV_B,
	FRENCH_ID,
	FRENCH_LICENCE,
	...TD1_LONG_NUMBERS,
	...TD2_LONG_NUMBERS
];

/** A rare variant must be better than the plain one by this, in nats. */
const RARE: Partial<Record<MrzResult['format'], number>> = { 'FRA-DL': 1 };
const LONG_NUMBER = 3;

export interface ZoneReading {
	mrz: MrzResult;
	/** Log probability of the zone given its lines; comparable between readings of the same lines only. */
	logScore: number;
	/** Mean log probability a letter, as printed: below about −1 the text is guesswork. */
	perLetter: number;
	/** Probability of each letter as given, one row a line. */
	letterScores: number[][];
	/** How sure each letter is, one row a line (see letterCertainty). */
	certainty: number[][];
	/** Where the letters stand in the first reading of each line. */
	geometries: LineGeometry[];
	layout: MrzLayout;
	/** First of the lines given that the zone uses. */
	firstLine: number;
}

/**
 * The likeliest zone among lines from top to bottom. Each line comes as one or more readings of the same stretch of
 * picture (scales, contrasts), whose evidence is multiplied. Null where no format fits.
 */
export function readZone(
	lines: readonly (readonly ZoneLattice[])[],
	layouts: readonly MrzLayout[] = LAYOUTS,
	witness?: ZoneWitness
): ZoneReading | null {
	const known = new Map<string, CombinedLine | null>();
	const lineAt = (index: number, letters: number) => {
		const key = `${index}/${letters}`;
		let line = known.get(key);
		if (line === undefined) {
			line = combine((lines[index] ?? []).map((lattice) => alignLine(lattice, letters)));
			known.set(key, line);
		}
		return line;
	};
	const hypotheses = layouts.flatMap((layout) =>
		Array.from({ length: Math.max(0, lines.length - layout.lineCount + 1) }, (_, first) => ({ layout, first }))
	);
	const aligned = hypotheses.flatMap(({ layout, first }) => {
		if (witness && witness.firstLine !== first) return [];
		const used = Array.from({ length: layout.lineCount }, (_, i) =>
			withWitness(lineAt(first + i, layout.lineLength), witness?.lines[i])
		).filter((line) => line !== null);
		const unused = UNUSED_LINE * (lines.length - layout.lineCount);
		const logLikelihood = used.reduce((sum, line) => sum + line.logLikelihood, -unused);
		return used.length === layout.lineCount && mayBe(layout, used)
			? [{ layout, first, used, logLikelihood, unused }]
			: [];
	});
	const likeliest = Math.max(...aligned.map(({ logLikelihood }) => logLikelihood));
	let best: ZoneReading | null = null;
	for (const { layout, first, used, logLikelihood, unused } of aligned) {
		if (logLikelihood < likeliest - HOPELESS) continue;
		const reading = decodeLines(layout, used, first);
		if (reading) reading.logScore -= unused;
		if (reading && (!best || reading.logScore > best.logScore)) best = reading;
	}
	return best;
}

/** Nats behind the likeliest count of letters from which no grammar can catch up. */
const HOPELESS = 60;
/** A line left out must cost about what reading it as noise would: else one line would always beat two. */
const UNUSED_LINE = 60;

/** Long numbers are worth a try only where a filler may stand in the place of the check digit. */
function mayBe(layout: MrzLayout, used: readonly CombinedLine[]): boolean {
	if (!isLong(layout)) return true;
	const [line, place] = layout.format === 'TD1' ? [used[0], 14] : [used[1], 9];
	return (line?.logs[place]?.[FILLER_INDEX] ?? -Infinity) > -3;
}

/** Evidence from elsewhere for lines of a zone already found: log likelihoods, places × letters. */
export interface ZoneWitness {
	firstLine: number;
	lines: readonly Float32Array[];
}

function withWitness(line: CombinedLine | null, evidence: Float32Array | undefined): CombinedLine | null {
	if (!line || !evidence || evidence.length !== line.rows.length * ALPHABET_SIZE) return line;
	const rows = line.rows.map((row, k) => {
		const most = Math.max(...evidence.subarray(k * ALPHABET_SIZE, (k + 1) * ALPHABET_SIZE));
		const out = row.map((value, c) => (value + 1e-4) * Math.exp((evidence[k * ALPHABET_SIZE + c] ?? 0) - most));
		const sum = out.reduce((total, value) => total + value, 0);
		return out.map((value) => value / sum);
	});
	return { ...line, rows, logs: rows.map(printedLogs) };
}

export interface CombinedLine {
	geometry: LineGeometry;
	rows: Float32Array[];
	logs: Float64Array[];
	logLikelihood: number;
}

/** Product of experts: log probabilities are summed with a weight below one, since readings of one picture err together. */
export function combine(alignments: readonly (LineAlignment | null)[]): CombinedLine | null {
	const known = alignments.filter((each) => each !== null);
	const [first] = known;
	if (!first) return null;
	const weight = 1 / Math.sqrt(known.length);
	const marginals = new Float32Array(first.marginals.length);
	for (let at = 0; at < marginals.length; at += ALPHABET_SIZE) {
		let sum = 0;
		for (let c = 0; c < ALPHABET_SIZE; c++) {
			let log = 0;
			for (const each of known) log += weight * Math.log((each.marginals[at + c] ?? 0) + 1e-5);
			marginals[at + c] = Math.exp(log);
			sum += marginals[at + c] ?? 0;
		}
		for (let c = 0; c < ALPHABET_SIZE; c++) marginals[at + c] = (marginals[at + c] ?? 0) / sum;
	}
	const rows = rowsOf(marginals);
	return {
		geometry: first.geometry,
		rows,
		logs: rows.map(printedLogs),
		logLikelihood: known.reduce((sum, each) => sum + each.logLikelihood, 0) / known.length
	};
}

function decodeLines(layout: MrzLayout, known: readonly CombinedLine[], firstLine: number): ZoneReading | null {
	const decoded = decodeZone(
		layout,
		known.map((each) => each.logs)
	);
	if (!decoded) return null;
	const places = layout.lineCount * layout.lineLength;
	const rare = (RARE[layout.format] ?? 0) + (isLong(layout) ? LONG_NUMBER : 0);
	const logScore = decoded.logScore - rare + known.reduce((sum, each) => sum + each.logLikelihood, 0);
	const firstGuess = known.map((each) => each.rows.map(bestLetter).join(''));
	return {
		mrz: parseZone(layout, decoded.lines, { scores: decoded.scores, firstGuess }),
		logScore,
		letterScores: decoded.scores,
		certainty: letterCertainty(
			layout,
			decoded.lines,
			decoded.scores,
			known.map((each) => each.rows)
		),
		geometries: known.map((each) => each.geometry),
		perLetter: decoded.logScore / places,
		layout,
		firstLine
	};
}

const isLong = (layout: MrzLayout) => TD1_LONG_NUMBERS.includes(layout) || TD2_LONG_NUMBERS.includes(layout);

function bestLetter(row: Float32Array): string {
	let best = 0;
	for (let c = 1; c < ALPHABET_SIZE; c++) if ((row[c] ?? 0) > (row[best] ?? 0)) best = c;
	return MRZ_ALPHABET.charAt(best);
}

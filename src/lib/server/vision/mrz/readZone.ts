/** The formats of zones, and what each makes of the same letters. Pure. */
import type { MrzResult } from '../types';
import { asPrinted } from './asPrinted';
import { FILLER_INDEX, MRZ_ALPHABET, ALPHABET_SIZE } from './alphabet';
import { decodeZone, type DecodedZone } from './decodeZone';
import { parseZone } from './fields';
import { FRENCH_ID, FRENCH_LICENCE } from './french';
import type { MrzLayout } from './layout';
import { MRV_A, MRV_B } from './mrv';
import { posteriors } from './posteriors';
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

/** A line under a number of letters: how well that fits, and what each letter may be. */
export interface CombinedLine {
	/** Places × ALPHABET_SIZE, summing to 1. */
	rows: Float32Array[];
	/** Their logarithms. */
	logs: Float64Array[];
	logLikelihood: number;
}

/** One format's text of the zone. */
export interface ZoneText extends DecodedZone {
	layout: MrzLayout;
	used: readonly CombinedLine[];
	/** First of the lines given that the zone uses. */
	firstLine: number;
}

export interface ZoneReading {
	mrz: MrzResult;
	/** Mean log probability a letter, as printed: below about −1 the text is guesswork. */
	perLetter: number;
	firstLine: number;
}

/** Long numbers are worth a try only where a filler may stand in the place of the check digit. */
export function mayBe(layout: MrzLayout, used: readonly CombinedLine[]): boolean {
	if (!isLong(layout)) return true;
	const [line, place] = layout.format === 'TD1' ? [used[0], 14] : [used[1], 9];
	return (line?.logs[place]?.[FILLER_INDEX] ?? -Infinity) > -3;
}

/** The likeliest text of lines whose letters are known by their probabilities, under one layout; null where none fits. */
export function decodeLines(layout: MrzLayout, used: readonly CombinedLine[], firstLine: number): ZoneText | null {
	const decoded = decodeZone(
		layout,
		used.map((each) => each.logs)
	);
	if (!decoded) return null;
	const rare = (RARE[layout.format] ?? 0) + (isLong(layout) ? LONG_NUMBER : 0);
	const likelihood = used.reduce((sum, each) => sum + each.logLikelihood, 0);
	return { ...decoded, logScore: decoded.logScore - rare + likelihood, layout, used, firstLine };
}

/** The text that was chosen, field by field, with how sure each letter of it is. Where the picture contradicts it, what is printed. */
export function readingOf({ layout, lines, walk, used, firstLine }: ZoneText): ZoneReading {
	const firstGuess = used.map(({ rows }) => rows.map(bestLetter).join(''));
	let log = 0;
	lines.forEach((text, line) =>
		[...text].forEach((letter, place) => (log += used[line]?.logs[place]?.[MRZ_ALPHABET.indexOf(letter)] ?? -20))
	);
	const printed = asPrinted({ lines, scores: posteriors(walk, lines) }, used);
	const mrz = parseZone(layout, printed.lines, { scores: printed.scores, firstGuess });
	return {
		mrz: printed.contradicted ? { ...mrz, valid: false } : mrz,
		perLetter: log / (layout.lineCount * layout.lineLength),
		firstLine
	};
}

const isLong = (layout: MrzLayout) => TD1_LONG_NUMBERS.includes(layout) || TD2_LONG_NUMBERS.includes(layout);

function bestLetter(row: Float32Array): string {
	let best = 0;
	for (let c = 1; c < ALPHABET_SIZE; c++) if ((row[c] ?? 0) > (row[best] ?? 0)) best = c;
	return MRZ_ALPHABET.charAt(best);
}

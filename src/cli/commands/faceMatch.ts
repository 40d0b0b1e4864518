import { accuracyAt, errorRate, errorRatesAt, rocSummary } from '$lib/server/vision/evaluation';
import type { FaceTemplate, Vision } from '$lib/server/vision/types';
import { share } from '../evaluations/evaluation';
import { attempt, faceOf, withVision, type FailureCode } from '../engine';
import { callersFolder, readListing } from '../inputs';
import { percent, round, table, type Printer } from '../printer';
import { readWords, UsageError } from '../usage';

/** `face-match <a> <b>` or `--pairs pairs.tsv`: is it the same person; with labels a summary at the end. */
export async function faceMatch(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { pairs: { type: 'string' }, json: { type: 'boolean' } });
	const { folder, pairs } = await pairsOf(values.pairs, positionals);
	await withVision(async (vision) => {
		const results = await matchPairs(vision, pairs, folder, (result) => {
			if (values.json) printer.json(result);
			else printer.line(asText(result));
		});
		if (!pairs.every((pair) => pair.mated !== null)) return;
		const summary = summarize(pairs, results);
		if (values.json) printer.json({ summary });
		else printer.line(`\n${table(summaryRows(summary))}`);
	});
	return 0;
}

export interface Pair {
	a: string;
	b: string;
	/** Null where the file gives no label. */
	mated: boolean | null;
}

export interface MatchLine {
	a: string;
	b: string;
	/** Cosine, −1…1, higher = more alike. */
	score: number | null;
	threshold: number;
	match: boolean;
	reason?: 'face_not_found' | FailureCode;
}

async function pairsOf(file: string | undefined, positionals: string[]): Promise<{ folder: string; pairs: Pair[] }> {
	if (file === undefined) {
		const [a, b, ...more] = positionals;
		if (a === undefined || b === undefined || more.length > 0)
			throw new UsageError('face-match needs two pictures, or --pairs and a file.');
		return { folder: callersFolder(), pairs: [{ a, b, mated: null }] };
	}
	if (positionals.length > 0) throw new UsageError('face-match takes two pictures or --pairs, not both.');
	const { folder, lines } = await readListing(file);
	return { folder, pairs: lines.map(parsePair) };
}

/** `a⇥b` or `a⇥b⇥0|1`. Throws UsageError with the line's number. */
export function parsePair(line: string, index: number): Pair {
	const [a, b, label] = line.split('\t').map((cell) => cell.trim());
	if (!a || !b || (label !== undefined && label !== '0' && label !== '1'))
		throw new UsageError(`Line ${index + 1} of the pairs is not a⇥b or a⇥b⇥0|1.`);
	return { a, b, mated: label === undefined ? null : label === '1' };
}

/** Compares every pair, in order; each picture is looked at once, however many pairs it is in. */
export async function matchPairs(
	vision: Vision,
	pairs: readonly Pair[],
	folder: string,
	each: (line: MatchLine) => void = () => undefined
): Promise<MatchLine[]> {
	const seen = new Map<string, Promise<Face>>();
	const faceOf = (file: string): Promise<Face> => {
		const face = seen.get(file) ?? lookAt(vision, file, folder);
		seen.set(file, face);
		return face;
	};
	const { threshold } = vision.compareFaces([], []);
	const lines: MatchLine[] = [];
	for (const { a, b } of pairs) {
		const [one, other] = [await faceOf(a), await faceOf(b)];
		const line = { a, b, ...compare(vision, one, other, threshold) };
		lines.push(line);
		each(line);
	}
	return lines;
}

type Face = { template: FaceTemplate } | { reason: NonNullable<MatchLine['reason']> };

async function lookAt(vision: Vision, file: string, folder: string): Promise<Face> {
	const outcome = await attempt(() => faceOf(vision, file, folder));
	if (!outcome.ok) return { reason: outcome.code };
	const template = outcome.value.face?.template;
	return template ? { template } : { reason: 'face_not_found' };
}

function compare(vision: Vision, one: Face, other: Face, threshold: number): Omit<MatchLine, 'a' | 'b'> {
	if ('reason' in one) return { score: null, threshold, match: false, reason: one.reason };
	if ('reason' in other) return { score: null, threshold, match: false, reason: other.reason };
	const { comparisonScore, match } = vision.compareFaces(one.template, other.template);
	return { score: round(comparisonScore), threshold, match };
}

export type MatchSummary = ReturnType<typeof summarize>;

/** `accuracy` is at the best threshold, `accuracyAtThreshold` at the one in use. A pair without a score is a non-match. */
export function summarize(pairs: readonly Pair[], results: readonly MatchLine[]) {
	const scores = results.map((result) => result.score);
	const labels = pairs.map((pair) => pair.mated === true);
	const { accuracy, bestThreshold, auc, eer, fnmrAtFmr1e3, mated } = rocSummary(scores, labels);
	const threshold = results[0]?.threshold ?? 0;
	return {
		pairs: pairs.length,
		mated,
		accuracy,
		bestThreshold,
		threshold,
		accuracyAtThreshold: accuracyAt(threshold, scores, labels),
		...errorRatesAt(threshold, scores, labels),
		auc,
		eer,
		fnmrAtFmr1e3
	};
}

export const summaryRows = (summary: MatchSummary): string[][] => [
	['pairs', String(summary.pairs)],
	[
		'accuracy at the best threshold',
		`${withInterval(summary.accuracy, summary.pairs)}, threshold ${summary.bestThreshold?.toFixed(3) ?? '–'}`
	],
	[
		'accuracy at the threshold in use',
		`${withInterval(summary.accuracyAtThreshold, summary.pairs)}, threshold ${summary.threshold}`
	],
	['FMR at the threshold in use', share(summary.fmr.errors, summary.fmr.trials)],
	['FNMR at the threshold in use', share(summary.fnmr.errors, summary.fnmr.trials)],
	['area under the curve', summary.auc?.toFixed(4) ?? '–'],
	['equal error rate', summary.eer === null ? '–' : percent(summary.eer)],
	['FNMR at FMR 1e-3', summary.fnmrAtFmr1e3 === null ? '–' : withInterval(summary.fnmrAtFmr1e3, summary.mated)]
];

/** A rate of so many trials, with its 95 % Wilson interval. */
function withInterval(rate: number, trials: number): string {
	const { low, high } = errorRate(Math.round(rate * trials), trials);
	return `${percent(rate)} (${percent(low)} – ${percent(high)}, n = ${trials})`;
}

const asText = ({ a, b, score, threshold, match, reason }: MatchLine): string =>
	`${a}  ${b}  ${score === null ? reason : score.toFixed(4)}  ${match ? 'match' : 'no match'} (threshold ${threshold})`;

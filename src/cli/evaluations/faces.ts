import { matchPairs, parsePair, summarize, summaryRows, type Pair } from '../commands/faceMatch';
import { withVision } from '../engine';
import { readListing } from '../inputs';
import { UsageError } from '../usage';
import { printSummary, type Evaluation } from './evaluation';
import { z } from 'zod';

/** `{a, b, mated}` a line, or the pairs file of `face-match`. */
const Entry = z.object({ a: z.string(), b: z.string(), mated: z.union([z.boolean(), z.literal(0), z.literal(1)]) });

/** Error rates of the comparison, in the words of ISO/IEC 19795-1. */
export const evaluateFaces: Evaluation = async (manifest, printer, { json }) => {
	const { folder, lines } = await readListing(manifest);
	const pairs = lines.map(toPair);
	await withVision(async (vision) => {
		const results = await matchPairs(vision, pairs, folder, (line) => json && printer.json(line));
		const summary = summarize(pairs, results);
		printSummary(printer, json, summary, summaryRows(summary));
	});
};

function toPair(line: string, index: number): Pair {
	if (!line.trimStart().startsWith('{')) return parsePair(line, index);
	const parsed = Entry.safeParse(JSON.parse(line));
	if (!parsed.success) throw new UsageError(`Line ${index + 1} of the manifest is not {a, b, mated}.`);
	return { a: parsed.data.a, b: parsed.data.b, mated: Boolean(parsed.data.mated) };
}

import { z } from 'zod';
import { editDistance } from '$lib/server/vision/evaluation';
import { analyzeFile } from '../commands/analyze';
import { attempt, withVision } from '../engine';
import { printSummary, readManifest, share, type Evaluation } from './evaluation';

/** `lines`: the exact text of the zone, empty where the document has none. */
const Entry = z.object({ file: z.string(), lines: z.array(z.string()) });

/** Whole zones read exactly, wrong ones called valid, letters read wrongly, and zones seen where there are none. */
export const evaluateMrz: Evaluation = async (manifest, printer, { json }) => {
	const { folder, entries } = await readManifest(manifest, Entry);
	const totals = {
		documents: 0,
		withZone: 0,
		exact: 0,
		withoutZone: 0,
		falseZones: 0,
		wrongAccepts: 0,
		letters: 0,
		letterErrors: 0,
		failed: 0
	};
	await withVision(async (vision) => {
		for (const { file, lines } of entries) {
			const outcome = await attempt(() => analyzeFile(vision, file, { slot: 'id_front', folder }));
			const read = outcome.ok ? (outcome.value.mrz?.lines ?? []) : [];
			const errors = editDistance(read.join('\n'), lines.join('\n'));
			totals.documents += 1;
			if (!outcome.ok) totals.failed += 1;
			if (outcome.ok && outcome.value.mrz?.valid && errors > 0) totals.wrongAccepts += 1;
			if (lines.length === 0) {
				totals.withoutZone += 1;
				totals.falseZones += read.length > 0 ? 1 : 0;
			} else {
				totals.withZone += 1;
				totals.exact += errors === 0 ? 1 : 0;
				totals.letters += lines.join('').length;
				totals.letterErrors += Math.min(errors, lines.join('').length);
			}
			const result = {
				file,
				ms: outcome.ms,
				exact: errors === 0,
				errors,
				read,
				...(outcome.ok ? {} : { error: { code: outcome.code } })
			};
			if (json) printer.json(result);
			else printer.line(`${errors === 0 ? 'exact' : `${errors} wrong`}  ${file}`);
		}
	});
	printSummary(printer, json, totals, [
		['documents with a zone', String(totals.withZone)],
		['read exactly', share(totals.exact, totals.withZone)],
		['called valid though the text is wrong', share(totals.wrongAccepts, totals.documents)],
		['letters wrong', share(totals.letterErrors, totals.letters)],
		['zones seen where there are none', share(totals.falseZones, totals.withoutZone)],
		['inputs that failed', String(totals.failed)]
	]);
};

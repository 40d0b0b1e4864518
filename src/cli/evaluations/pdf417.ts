import { z } from 'zod';
import { expectedLicence, wrongElements } from '$lib/server/vision/evaluation';
import { attempt, documentOf, withVision } from '../engine';
import { printSummary, readManifest, share, type Evaluation } from './evaluation';

/** `file` or `images`, and `expected`: elements in our words (`documentNumber`, …) or a transcription's (`IdNumber`, …). */
const Entry = z.union([
	z.object({ file: z.string(), expected: z.record(z.string(), z.string()) }),
	z.object({ images: z.array(z.string()), expected: z.record(z.string(), z.string()) })
]);

/** Licences' PDF417 symbols: decoded, and every mandatory element as expected. */
export const evaluatePdf417: Evaluation = async (manifest, printer, { json }) => {
	const { folder, entries } = await readManifest(manifest, Entry);
	const totals = { pictures: 0, decoded: 0, right: 0, failed: 0 };
	await withVision(async (vision) => {
		for (const entry of entries) {
			const expected = expectedLicence(entry.expected);
			for (const file of 'file' in entry ? [entry.file] : entry.images) {
				const outcome = await attempt(() => documentOf(vision, file, 'id_back', folder));
				const elements = outcome.ok ? (outcome.value.barcode?.aamva?.elements ?? null) : null;
				const wrong = wrongElements({ fields: outcome.ok ? outcome.value.fields : [], elements }, expected);
				totals.pictures += 1;
				totals.decoded += elements === null ? 0 : 1;
				totals.right += elements !== null && wrong.length === 0 ? 1 : 0;
				totals.failed += outcome.ok ? 0 : 1;
				const error = outcome.ok ? {} : { error: { code: outcome.code } };
				if (json) printer.json({ file, ms: outcome.ms, decoded: elements !== null, wrong, ...error });
				else printer.line(`${wrong.length === 0 ? 'all right' : `wrong: ${wrong.join(', ')}`}  ${file}`);
			}
		}
	});
	printSummary(printer, json, totals, [
		['pictures', String(totals.pictures)],
		['decoded', share(totals.decoded, totals.pictures)],
		['every mandatory element right', share(totals.right, totals.pictures)],
		['inputs that failed', String(totals.failed)]
	]);
};

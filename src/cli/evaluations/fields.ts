import { z } from 'zod';
import { FIELD_NAMES, type FieldName } from '$lib/contract/slots';
import { bestFields } from '$lib/server/verification/checks/fields';
import {
	precisionOf,
	summariseFields,
	type FieldCase,
	type FieldCounts,
	type FieldReport
} from '$lib/server/vision/evaluation';
import type { ExtractedField, Vision } from '$lib/server/vision/types';
import { attempt, bytesOf, documentOf, withVision } from '../engine';
import { percent } from '../printer';
import { printSummary, readManifest, share, type Evaluation } from './evaluation';

/** Short names that transcriptions of licences and bills use, beside our own. */
const SHORT_NAMES: Record<string, FieldName> = {
	last: 'primaryIdentifier',
	first: 'secondaryIdentifier',
	name: 'fullName',
	number: 'documentNumber',
	dob: 'dateOfBirth',
	expiry: 'dateOfExpiry',
	issue: 'dateOfIssue',
	date: 'documentDate',
	state: 'issuingState'
};

/** `set`: figures are given for each; the transcribed fields stand beside it under our names or the short ones. */
const Entry = z.looseObject({
	file: z.string(),
	slot: z.enum(['id_front', 'id_back', 'poa']).optional(),
	set: z.string().optional()
});
type Entry = z.infer<typeof Entry>;

/**
 * Values against their transcription, twice: what the printed zone alone was read as (exact, wrong and missing, by field and by set),
 * and what is reported of the document from all its sources. How values are compared: see isExact.
 */
export const evaluateFields: Evaluation = async (manifest, printer, { json }) => {
	const { folder, entries } = await readManifest(manifest, Entry);
	const printed: FieldCase[] = [];
	const reported: FieldCase[] = [];
	let failed = 0;
	await withVision(async (vision) => {
		for (const entry of entries) {
			const outcome = await attempt(() => readFields(vision, entry, folder));
			if (!outcome.ok) failed += 1;
			const read = outcome.ok ? outcome.value : { printed: [], reported: [] };
			const labelled = { file: entry.file, set: entry.set ?? 'all', truth: expectedOf(entry) };
			printed.push({ ...labelled, fields: read.printed });
			reported.push({ ...labelled, fields: read.reported });
			const { overall, missed } = summariseFields(printed.slice(-1), null);
			const wrong = missed.map(({ name, wanted, got }) => ({ name, expected: wanted, read: got }));
			const error = outcome.ok ? {} : { error: { code: outcome.code } };
			if (json) printer.json({ file: entry.file, ms: outcome.ms, fields: overall.wanted, wrong, ...error });
			else printer.line(`${wrong.length === 0 ? 'all right' : `not exact: ${inWords(wrong)}`}  ${entry.file}`);
		}
	});
	const [inPrint, overall] = [summariseFields(printed, null), summariseFields(reported, null)];
	const summary = {
		documents: entries.length,
		failed,
		expected: overall.overall.wanted,
		exact: overall.overall.exact,
		fields: inOldWords(overall),
		printed: { ...inPrint, missed: undefined }
	};
	printSummary(printer, json, summary, [
		...rowsOf('printed', inPrint),
		['reported from all sources', share(overall.overall.exact, overall.overall.wanted)],
		['inputs that failed', String(failed)]
	]);
};

type Value = Pick<ExtractedField, 'name' | 'value' | 'source'>;

/** A bill has one source, so its print is what is reported. Throws InputFailure, ModelUnavailable. */
async function readFields(
	vision: Vision,
	entry: Entry,
	folder: string
): Promise<Record<'printed' | 'reported', Value[]>> {
	const slot = entry.slot ?? ('issuer' in entry || 'documentDate' in expectedOf(entry) ? 'poa' : 'id_front');
	if (slot === 'poa') {
		const { fields } = await vision.analyzeAddress({ bytes: await bytesOf(entry.file, folder) });
		return { printed: fields, reported: fields };
	}
	const { fields, mrz } = await documentOf(vision, entry.file, slot, folder);
	const best = bestFields([{ fields, mrz }], mrz?.valid ?? false);
	return {
		printed: fields.filter(({ source }) => source === 'viz'),
		reported: FIELD_NAMES.flatMap((name) => {
			const field = best[name];
			return field ? [{ name, value: field.value, source: field.source }] : [];
		})
	};
}

function expectedOf(entry: Entry): Partial<Record<FieldName, string>> {
	const expected: Partial<Record<FieldName, string>> = {};
	for (const [key, value] of Object.entries(entry)) {
		const name = FIELD_NAMES.find((candidate) => candidate === key) ?? SHORT_NAMES[key];
		if (name !== undefined && typeof value === 'string' && value !== '') expected[name] = value;
	}
	return expected;
}

const inWords = (wrong: readonly { name: string; read: string | null }[]): string =>
	wrong.map(({ name, read }) => (read === null ? `${name} missing` : `${name} wrong`)).join(', ');

const inOldWords = ({ byName }: FieldReport) =>
	Object.fromEntries(Object.entries(byName).map(([name, { wanted, exact }]) => [name, { expected: wanted, exact }]));

function rowsOf(title: string, report: FieldReport): string[][] {
	const sets = Object.entries(report.bySet);
	return [
		[`${title}: all fields`, figures(report.overall)],
		...Object.entries(report.byName).map(([name, counts]) => [`${title}: ${name}`, figures(counts)]),
		...(sets.length > 1 ? sets.map(([set, counts]) => [`${title} in ${set}`, figures(counts)]) : [])
	];
}

/** The share that is exact, and the precision of what was read at all. */
function figures(counts: FieldCounts): string {
	const { rate, low, high } = precisionOf(counts);
	const ofRead =
		counts.exact + counts.wrong === 0 ? 'none read' : `${percent(rate)} (${percent(low)} – ${percent(high)})`;
	return `${share(counts.exact, counts.wanted)}; of those read ${ofRead}, ${counts.wrong} wrong, ${counts.missing} missing`;
}

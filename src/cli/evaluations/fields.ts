import { z } from 'zod';
import { FIELD_NAMES, type FieldName } from '$lib/contract/slots';
import { analyzeFile } from '../commands/analyze';
import { attempt, withVision } from '../engine';
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

const Entry = z.looseObject({ file: z.string(), slot: z.enum(['id_front', 'id_back', 'poa']).optional() });

/** Values of the printed zone against their transcription. Letters and digits count; case, accents and punctuation do not. */
export const evaluateFields: Evaluation = async (manifest, printer, { json }) => {
	const { folder, entries } = await readManifest(manifest, Entry);
	const perField = new Map<FieldName, { expected: number; exact: number }>();
	let failed = 0;
	await withVision(async (vision) => {
		for (const entry of entries) {
			const expected = expectedOf(entry);
			const slot = entry.slot ?? ('issuer' in entry || 'documentDate' in expected ? 'poa' : 'id_front');
			const outcome = await attempt(() => analyzeFile(vision, entry.file, { slot, folder }));
			if (!outcome.ok) failed += 1;
			const read = outcome.ok ? outcome.value.fields : {};
			const wrong: { name: string; expected: string; read: string | null }[] = [];
			for (const [name, value] of fieldsOf(expected)) {
				const counts = perField.get(name) ?? { expected: 0, exact: 0 };
				const found = read[name]?.value ?? null;
				const exact = found !== null && letters(found) === letters(value);
				perField.set(name, { expected: counts.expected + 1, exact: counts.exact + (exact ? 1 : 0) });
				if (!exact) wrong.push({ name, expected: value, read: found });
			}
			const error = outcome.ok ? {} : { error: { code: outcome.code } };
			if (json)
				printer.json({ file: entry.file, ms: outcome.ms, fields: Object.keys(expected).length, wrong, ...error });
			else
				printer.line(
					`${wrong.length === 0 ? 'all right' : `wrong: ${wrong.map(({ name }) => name).join(', ')}`}  ${entry.file}`
				);
		}
	});
	const all = [...perField.values()];
	const summary = {
		documents: entries.length,
		failed,
		expected: all.reduce((sum, { expected }) => sum + expected, 0),
		exact: all.reduce((sum, { exact }) => sum + exact, 0),
		fields: Object.fromEntries(perField)
	};
	printSummary(printer, json, summary, [
		['all fields', share(summary.exact, summary.expected)],
		...[...perField].map(([name, { expected, exact }]) => [name, share(exact, expected)]),
		['inputs that failed', String(failed)]
	]);
};

function expectedOf(entry: Record<string, unknown>): Partial<Record<FieldName, string>> {
	const expected: Partial<Record<FieldName, string>> = {};
	for (const [key, value] of Object.entries(entry)) {
		const name = FIELD_NAMES.find((candidate) => candidate === key) ?? SHORT_NAMES[key];
		if (name !== undefined && typeof value === 'string' && value !== '') expected[name] = value;
	}
	return expected;
}

const fieldsOf = (fields: Partial<Record<FieldName, string>>): [FieldName, string][] =>
	FIELD_NAMES.flatMap((name): [FieldName, string][] => (fields[name] === undefined ? [] : [[name, fields[name]]]));

const letters = (value: string): string =>
	value
		.normalize('NFD')
		.toUpperCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

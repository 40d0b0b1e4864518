/** How many fields are read as the truth says. Pure. */
import type { FieldName } from '$lib/contract/slots';
import type { ExtractedField } from '../types';

export interface FieldCase {
	file: string;
	truth: Partial<Record<FieldName, string>>;
	fields: readonly ExtractedField[];
}

export interface FieldScore {
	wanted: number;
	exact: number;
}

export interface FieldReport {
	overall: FieldScore;
	byName: Partial<Record<FieldName, FieldScore>>;
	missed: { file: string; name: FieldName; wanted: string; got: string | null }[];
}

/** Compares values without case, accents, spaces and punctuation. `source` picks the zone that is judged. */
export function summariseFields(cases: readonly FieldCase[], source: ExtractedField['source'] = 'viz'): FieldReport {
	const report: FieldReport = { overall: { wanted: 0, exact: 0 }, byName: {}, missed: [] };
	for (const { file, truth, fields } of cases) {
		for (const [key, wanted] of Object.entries(truth)) {
			const name = key as FieldName;
			const got = fields.find((each) => each.name === name && each.source === source)?.value ?? null;
			const score = (report.byName[name] ??= { wanted: 0, exact: 0 });
			score.wanted++;
			report.overall.wanted++;
			if (got !== null && comparable(got) === comparable(wanted)) {
				score.exact++;
				report.overall.exact++;
			} else report.missed.push({ file, name, wanted, got });
		}
	}
	return report;
}

const comparable = (text: string) =>
	text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toUpperCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

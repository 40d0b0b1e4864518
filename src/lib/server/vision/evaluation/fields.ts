/** How many fields are read as the truth says. Pure. */
import type { FieldName } from '$lib/contract/slots';
import type { ExtractedField } from '../types';
import { errorRate } from './errorRate';

export interface FieldCase {
	file: string;
	/** Name of the set that the document belongs to: figures are given for each. */
	set: string;
	/** What is printed, transcribed by eye. */
	truth: Partial<Record<FieldName, string>>;
	fields: readonly Pick<ExtractedField, 'name' | 'value' | 'source'>[];
}

export interface FieldCounts {
	wanted: number;
	exact: number;
	/** Read as something else: worse than not read. */
	wrong: number;
	missing: number;
}

export interface FieldReport {
	overall: FieldCounts;
	byName: Partial<Record<FieldName, FieldCounts>>;
	bySet: Record<string, FieldCounts>;
	/** Every field that is not exact, and what was read instead. */
	missed: { file: string; name: FieldName; wanted: string; got: string | null }[];
}

/**
 * Compares values as `comparable` has them. `source` picks the zone that is judged; without one the first value of the name
 * counts, whatever its source (a bill has one source only).
 */
export function summariseFields(
	cases: readonly FieldCase[],
	source: ExtractedField['source'] | null = 'viz'
): FieldReport {
	const report: FieldReport = { overall: noCounts(), byName: {}, bySet: {}, missed: [] };
	for (const { file, set, truth, fields } of cases) {
		for (const [key, wanted] of Object.entries(truth)) {
			const name = key as FieldName;
			const got =
				fields.find((each) => each.name === name && (source === null || each.source === source))?.value ?? null;
			const outcome = got === null ? 'missing' : isExact(name, got, wanted) ? 'exact' : 'wrong';
			for (const counts of [report.overall, (report.byName[name] ??= noCounts()), (report.bySet[set] ??= noCounts())]) {
				counts.wanted++;
				counts[outcome]++;
			}
			if (outcome !== 'exact') report.missed.push({ file, name, wanted, got });
		}
	}
	return report;
}

const noCounts = (): FieldCounts => ({ wanted: 0, exact: 0, wrong: 0, missing: 0 });

/** Of what was read, the share that is right, with its 95 % interval. */
export const precisionOf = ({ exact, wrong }: FieldCounts) => errorRate(exact, exact + wrong);

/**
 * Case, accents, spaces and punctuation do not count. In numbers of documents and people O and 0, I and 1 are one letter: in
 * most faces they print alike, and the checks take them as one too.
 */
export function isExact(name: FieldName, got: string, wanted: string): boolean {
	const isNumber = name === 'documentNumber' || name === 'personalNumber';
	const form = isNumber ? (text: string) => comparable(text).replaceAll('O', '0').replaceAll('I', '1') : comparable;
	return form(got) === form(wanted);
}

const comparable = (text: string) =>
	text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toUpperCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

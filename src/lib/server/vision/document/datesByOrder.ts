/** What dates mean where no label says it, and which century short years are of. Pure. */
import type { ExtractedField } from '../types';
import type { LabelledField } from './labels';
import type { PlacedLine } from './placedLines';
import { findDates, type DateOrder } from './printedDates';
import type { Candidate } from './printedFields';

/** Documents are valid for this many years at most: no birth and expiry lie nearer. */
const LONGEST_VALIDITY = 15;

/** Of three dates without a label the first is birth, the last expiry, and what lies between the issue. Two leave the last open. */
export function datesByOrder(
	lines: readonly PlacedLine[],
	best: ReadonlyMap<LabelledField, Candidate>,
	order: DateOrder
): Candidate[] {
	const taken = new Set([...best.values()].map(({ value }) => value));
	const dates = lines
		.flatMap((line) => findDates(line.line.text, order).map((date) => ({ ...date, line })))
		.filter(({ isShortYear, value }) => !isShortYear || !taken.has(value))
		.sort((a, b) => a.value.localeCompare(b.value));
	const [first, last] = [dates[0], dates.at(-1)];
	if (!first || !last || yearsBetween(first.value, last.value) < LONGEST_VALIDITY) return [];
	const isThree = new Set(dates.map(({ value }) => value)).size >= 3;
	const found: Candidate[] = [];
	const propose = (field: LabelledField, each: { value: string; line: PlacedLine } | undefined) => {
		if (each && !best.has(field) && !taken.has(each.value))
			found.push({ field, value: each.value, line: each.line, rank: 0.5, by: 'order' });
	};
	propose('dateOfBirth', first);
	if (isThree || best.has('dateOfIssue')) propose('dateOfExpiry', last);
	const issued = dates.find(
		({ value }) => value > first.value && value < last.value && yearsBetween(value, last.value) <= LONGEST_VALIDITY
	);
	if (best.has('dateOfExpiry') || isThree) propose('dateOfIssue', issued);
	return found;
}

/** Nobody is born after the document was issued: a birth printed `12 03 31` is of the century before. */
export function withRightCentury(chosen: readonly Candidate[], mrz: readonly ExtractedField[]): Candidate[] {
	const valueOf = (field: LabelledField) => chosen.find((each) => each.field === field)?.value;
	const latest = valueOf('dateOfIssue') ?? valueOf('dateOfExpiry') ?? mrz.find(isExpiry)?.value;
	return chosen.map((each) => {
		if (each.field !== 'dateOfBirth' || latest === undefined || each.value < latest) return each;
		const isShort = findDates(each.line.line.text).some(({ isShortYear }) => isShortYear);
		return isShort ? { ...each, value: `${Number(each.value.slice(0, 4)) - 100}${each.value.slice(4)}` } : each;
	});
}

const isExpiry = ({ name }: ExtractedField): boolean => name === 'dateOfExpiry';

const yearsBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 31_557_600_000;

/** Values of the machine-readable zone, looked for in print. Pure. */
import type { ExtractedField } from '../types';
import { findApproximately, key } from './approximate';
import { alike, nameSpellings } from './fieldValues';
import type { Candidate } from './printedFields';
import type { PlacedLine } from './placedLines';
import { findDates, type DateOrder } from './printedDates';

/** More than any label gives: print that says what the zone says is that field, wherever it stands. */
const AGREES = 1.6;

export function findAgreeing(
	lines: readonly PlacedLine[],
	mrz: readonly ExtractedField[],
	order: DateOrder
): Candidate[] {
	return lines.flatMap((line) =>
		isZone(line) ? [] : [...mrz.flatMap((field) => agreeing(line, field, order)), ...wholeName(line, mrz)]
	);
}

/** Both names in one line, either first: `ERIKSSON, ANNA MARIA`. */
function wholeName(line: PlacedLine, mrz: readonly ExtractedField[]): Candidate[] {
	const primary = mrz.find(({ name }) => name === 'primaryIdentifier')?.value ?? '';
	const secondary = mrz.find(({ name }) => name === 'secondaryIdentifier')?.value ?? '';
	if (!primary || !secondary) return [];
	const both = [key(primary + secondary), key(secondary + primary)];
	if (![line.rest, line.line.text].some((text) => nameSpellings(text).some((spelling) => both.includes(spelling))))
		return [];
	return [
		{ field: 'primaryIdentifier', value: primary, line, rank: AGREES },
		{ field: 'secondaryIdentifier', value: secondary, line, rank: AGREES }
	];
}

/** The zone itself is read as lines too. */
function isZone(line: PlacedLine): boolean {
	return (line.line.text.match(/[<《]/g) ?? []).length >= 2 || line.key.length >= 28;
}

function agreeing(line: PlacedLine, field: ExtractedField, order: DateOrder): Candidate[] {
	const found = (name: Candidate['field'], value: string, rank = AGREES): Candidate[] => [
		{ field: name, value, line, rank }
	];
	switch (field.name) {
		case 'documentNumber':
		case 'personalNumber':
			return field.value.length >= 5 && alike(line.line.text).includes(alike(field.value))
				? found(field.name, field.value)
				: [];
		case 'dateOfBirth':
		case 'dateOfExpiry':
		case 'dateOfIssue':
			return findDates(line.line.text, order).some(({ value }) => value === field.value)
				? found(field.name, field.value)
				: [];
		case 'primaryIdentifier':
		case 'secondaryIdentifier':
			return nameAgrees(line, field.value) ? found(field.name, withSpaces(line, field.value)) : [];
		case 'nationality':
			return line.key === key(field.value) ? found('nationality', field.value) : [];
		default:
			return [];
	}
}

/** The zone may cut names off at its end; print may carry titles or a comma. */
function nameAgrees(line: PlacedLine, value: string): boolean {
	const wanted = key(value);
	if (wanted.length < 2) return false;
	return [line.rest, line.line.text].some((text) =>
		nameSpellings(text).some((spelling) => {
			if (spelling === wanted) return true;
			if (wanted.length < 5) return false;
			const match = findApproximately(spelling, wanted, 0);
			return match !== null && spelling.length <= wanted.length + 3;
		})
	);
}

/** As printed; where the recogniser lost the spaces, those of the zone. */
function withSpaces(line: PlacedLine, value: string): string {
	const text = (nameSpellings(line.rest).includes(key(value)) ? line.rest : line.line.text).replace(
		/^[^\p{L}]+|[^\p{L}]+$/gu,
		''
	);
	return value.includes(' ') && !/[\s-]/.test(text) ? value : text;
}

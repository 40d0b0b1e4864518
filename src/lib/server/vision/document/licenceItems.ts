/** Driving licences number their fields: 1, 2, 3, 4a … (directive 2006/126/EC, annex I; AAMVA DL/ID card design, annex A). Pure. */
import { valueIn } from './fieldValues';
import type { LabelledField } from './labels';
import { beside, withNextLines, type Candidate } from './printedFields';
import type { PlacedLine } from './placedLines';
import type { DateOrder } from './printedDates';

const ITEMS: readonly (readonly [RegExp, LabelledField])[] = [
	[/^1[.,\s]*(?=\p{L})/u, 'primaryIdentifier'],
	[/^2[.,\s]*(?=\p{L})/u, 'secondaryIdentifier'],
	[/^3[.,\s]*(?=\d)/u, 'dateOfBirth'],
	[/^4\s?a[.,\s]*/iu, 'dateOfIssue'],
	[/^4\s?b[.,\s]*/iu, 'dateOfExpiry'],
	[/^4\s?c[.,\s]*/iu, 'authority'],
	[/^4\s?d[.,\s]*/iu, 'documentNumber'],
	[/^5[.,\s]+(?=[\p{L}\d])/u, 'documentNumber'],
	// A house number follows: only a gap parts it from the item.
	[/^8[.,\s]+(?=[\p{L}\d])/u, 'address']
];

export function numberedFields(lines: readonly PlacedLine[], order: DateOrder): Candidate[] {
	return lines
		.flatMap((line) =>
			ITEMS.flatMap(([pattern, field]) => {
				const rest = line.line.text.replace(pattern, '');
				const value =
					rest === line.line.text
						? null
						: valueIn(field, rest.replace(/^(?:LN|FN|DOB|ISS|EXP|DLN|DL)[:.\s]*/i, ''), order);
				return value ? [{ field, value, line, rank: 1.1 }] : [];
			})
		)
		.concat(addressBesideItem(lines));
}

/** The number of the address is printed small, so it is read as a line of its own. */
function addressBesideItem(lines: readonly PlacedLine[]): Candidate[] {
	const item = lines.find(({ key }) => key === '8');
	if (item === undefined) return [];
	const [first] = lines
		.filter((line) => line !== item && !line.isLabel && beside(item, line) > 0)
		.sort((a, b) => a.left - b.left);
	const value = first === undefined ? null : valueIn('address', first.line.text, 'dayFirst');
	return first && value
		? [{ field: 'address', value: withNextLines(value, first, lines), line: first, rank: 1.05 }]
		: [];
}

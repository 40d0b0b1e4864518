/** Driving licences number their fields: 1, 2, 3, 4a … (directive 2006/126/EC, annex I; AAMVA DL/ID card design, annex A). Pure. */
import { addressFrom } from './addressLines';
import { valueIn } from './fieldValues';
import type { LabelledField } from './labels';
import { beside, nextLine } from './lineGeometry';
import type { PlacedLine } from './placedLines';
import type { Candidate } from './printedFields';
import type { DateOrder } from './printedDates';

interface Item {
	number: string;
	/** The number with what must follow it, so that it is no number of something else. */
	pattern: RegExp;
	field: LabelledField;
}

const ITEMS: readonly Item[] = [
	{ number: '1', pattern: /^[1I][.,\s]*(?=\p{Lu}\p{L})/u, field: 'primaryIdentifier' },
	{ number: '2', pattern: /^2[.,\s]*(?=\p{L})/u, field: 'secondaryIdentifier' },
	{ number: '3', pattern: /^3[.,\s]*(?=\d|DOB)/iu, field: 'dateOfBirth' },
	{ number: '4a', pattern: /^4\s?a[.:,\s]*/iu, field: 'dateOfIssue' },
	{ number: '4b', pattern: /^4\s?b[.:,\s]*/iu, field: 'dateOfExpiry' },
	{ number: '4c', pattern: /^4\s?c[.:,\s]*/iu, field: 'authority' },
	{ number: '4d', pattern: /^4\s?d[.:,\s]*/iu, field: 'documentNumber' },
	{ number: '5', pattern: /^5[.,\s]+(?=[\p{L}\d])/u, field: 'documentNumber' },
	// A house number follows: only a gap parts it from the item.
	{ number: '8', pattern: /^8[.,\s]+(?=[\p{L}\d])/u, field: 'address' },
	// AAMVA's abbreviations alone; the names and numbers behind them may have lost their space.
	{ number: 'LN', pattern: /^[1I]?\s?LN[:.\s]*(?=\p{Lu}\p{L})/u, field: 'primaryIdentifier' },
	{ number: 'FN', pattern: /^2?\s?FN[:.\s]*(?=\p{Lu}\p{L})/u, field: 'secondaryIdentifier' },
	{ number: 'DL', pattern: /^DLN?[:.#\s]*(?=[A-Z]?\d{5})/u, field: 'documentNumber' },
	{ number: '15', pattern: /^15\s*SEX[:.\s]*(?=[MFX]$)/iu, field: 'sex' }
];

/** Items whose gap the recogniser may lose; believed only in a column of items. */
const CLOSED: readonly Item[] = [
	{ number: '5', pattern: /^5(?=[A-Z\d]{5})/u, field: 'documentNumber' },
	{ number: '8', pattern: /^8(?=\d{1,5}\s?\p{L}{2}|\p{L}{3})/u, field: 'address' }
];

interface FoundItem extends Item {
	line: PlacedLine;
	/** What follows in the line; empty where the number stands alone. */
	rest: string;
}

export function numberedFields(lines: readonly PlacedLine[], order: DateOrder): Candidate[] {
	const open = lines.flatMap((line) => itemsOf(line, ITEMS));
	const items = [...open, ...inColumn(open, lines)];
	const hasLetteredNumber = items.some(({ number }) => number === '4d');
	const candidates = items
		// AAMVA: 4d is the licence, 5 the document discriminator; in Europe 5 is the licence, 4d the personal number.
		.filter(({ number, rest }) => number !== '5' || (!hasLetteredNumber && !/^DD/.test(rest)))
		.flatMap((item) => candidateOf(item, lines, order));
	return [...candidates, ...namesByPlace(candidates, lines), ...addressByShape(lines)];
}

function itemsOf(line: PlacedLine, items: readonly Item[]): FoundItem[] {
	const { text } = line.line;
	return items.flatMap((item): FoundItem[] => {
		if (isAlone(text, item.number)) return [{ ...item, line, rest: '' }];
		const rest = text.replace(item.pattern, '');
		return rest === text || (item.number === '1' && text.startsWith('I')) ? [] : [{ ...item, line, rest }];
	});
}

/** `2`, `2.`, `2 FN`; a lone 1 is read as other strokes too. */
function isAlone(text: string, number: string): boolean {
	const bare = text.replace(/[.,:\s]/g, '').replace(/(?<=[\dITl|][a-d]?)(?:LN|FN|DLN|DL)$/i, '');
	return bare.toLowerCase() === number || (number === '1' && bare !== text && /^[ITl|]$/.test(bare));
}

/** Three items at one left edge make a column; in it a number in front is an item. */
function inColumn(open: readonly FoundItem[], lines: readonly PlacedLine[]): FoundItem[] {
	const withText = open.filter(({ rest }) => rest !== '');
	return lines.flatMap((line) => {
		const height = line.bottom - line.top;
		const aligned = withText.filter(
			(item) => item.line !== line && item.line.top < line.top && Math.abs(item.line.left - line.left) < 0.8 * height
		);
		if (aligned.length < 3) return [];
		return itemsOf(line, CLOSED).filter(
			({ number, rest }) => rest !== '' && !open.some((item) => item.number === number)
		);
	});
}

const ABBREVIATIONS = /^(?:LN|FN|DOB|ISS|EXP|DLN|DL|LIC|ID|NO)[:#.\s]*(?=\S)/i;

/** The next item of AAMVA's card, where both were read as one line without a space. */
const NEXT_ITEM = /\s?\d{1,2}[a-d]?\s?(?:CLASS|END|REST|SEX|DOB|EXP|ISS|HGT|WGT|EYES|HAIR).*$/i;

function candidateOf(item: FoundItem, lines: readonly PlacedLine[], order: DateOrder): Candidate[] {
	const { field, line } = item;
	if (item.rest !== '')
		return asCandidate(field, item.rest.replace(ABBREVIATIONS, '').replace(NEXT_ITEM, ''), line, 1.6, lines, order);
	const [value] = lines
		.filter((other) => other !== line && !other.isLabel && other.labels.length === 0 && beside(line, other) > 0)
		.sort((a, b) => a.left - b.left);
	return value ? asCandidate(field, value.line.text, value, 1.3, lines, order) : [];
}

function asCandidate(
	field: LabelledField,
	text: string,
	line: PlacedLine,
	rank: number,
	lines: readonly PlacedLine[],
	order: DateOrder
): Candidate[] {
	const value = valueIn(field, text, order);
	if (value === null) return [];
	return [{ field, value: field === 'address' ? addressFrom(value, line, lines) : value, line, rank, by: 'item' }];
}

/** The numbers of the names are printed small and are lost first; the names stand above the address, the given ones lower. */
function namesByPlace(found: readonly Candidate[], lines: readonly PlacedLine[]): Candidate[] {
	const lineOf = (field: LabelledField) => found.find((each) => each.field === field)?.line;
	const known = lineOf('primaryIdentifier');
	const given =
		lineOf('secondaryIdentifier') ?? (known ? neighbour(known, lines, 1) : neighbour(lineOf('address'), lines, -1));
	const surname = known ? undefined : neighbour(given, lines, -1);
	const named = (field: LabelledField, line: PlacedLine | undefined): Candidate[] => {
		const value = line && valueIn(field, line.line.text, 'dayFirst');
		return line && value ? [{ field, value, line, rank: 0.8, by: 'item' }] : [];
	};
	return [...named('primaryIdentifier', surname), ...named('secondaryIdentifier', given)];
}

/** The name right above (−1) or below (1) at the same left edge, as high; no label and no title. */
function neighbour(
	line: PlacedLine | undefined,
	lines: readonly PlacedLine[],
	direction: 1 | -1
): PlacedLine | undefined {
	if (!line) return undefined;
	const height = line.bottom - line.top;
	const gap = (other: PlacedLine) => (direction > 0 ? other.top - line.bottom : line.top - other.bottom);
	return lines
		.filter(
			(other) =>
				other !== line &&
				other.labels.length === 0 &&
				valueIn('secondaryIdentifier', other.line.text, 'dayFirst') !== null &&
				Math.abs(other.left - line.left) < 0.8 * height &&
				Math.abs(other.bottom - other.top - height) < 0.5 * height &&
				gap(other) > -0.4 * height &&
				gap(other) < 1.2 * height
		)
		.sort((a, b) => gap(a) - gap(b))[0];
}

/** A house number and a street, a postal code and a town under them: an address, also where its item was not read. */
function addressByShape(lines: readonly PlacedLine[]): Candidate[] {
	return lines.flatMap((line): Candidate[] => {
		const next = nextLine(line, lines, 0.7);
		const isAddress =
			/^\d{1,5}[A-Z]?\s?\p{Lu}[\p{L}.\s]{4,}$/u.test(line.line.text) &&
			next !== null &&
			/(?:^|\D)\d{5}(?:-\d{4})?(?:\D|$)/.test(next.line.text) &&
			/\p{L}{3}/u.test(next.line.text);
		if (!isAddress || line.labels.length > 0) return [];
		return [{ field: 'address', value: addressFrom(line.line.text, line, lines), line, rank: 0.7, by: 'item' }];
	});
}

/** Values of the machine-readable zone, looked for in print. What is returned is what the print says. Pure. */
import type { ExtractedField } from '../types';
import { findApproximately, key, tolerance } from './approximate';
import { isNearMiss } from './chooseCandidates';
import { nextLine } from './lineGeometry';
import { nameIn, nameSpellings, splitAfter, withoutMarks } from './names';
import { asInZone, numbersIn } from './numbers';
import type { Candidate } from './printedFields';
import type { PlacedLine } from './placedLines';
import { findDates, findTightDates, type DateOrder } from './printedDates';

/** More than any label gives: print that says what the zone says is that field, wherever it stands. */
const AGREES = 1.6;
/** Less than a label gives: print that says nearly what the zone says is most likely that field, altered or misread. */
const NEARLY = 0.9;
/** A misreading is not reported where the recogniser itself was unsure. */
const CLEAR = 0.85;

export function findAgreeing(
	lines: readonly PlacedLine[],
	mrz: readonly ExtractedField[],
	order: DateOrder
): Candidate[] {
	return lines
		.filter((line) => !isZone(line))
		.flatMap((line) => [...mrz.flatMap((field) => agreeing(line, field, lines, order)), ...wholeName(line, mrz)]);
}

/** The zone itself is read as lines too. */
function isZone(line: PlacedLine): boolean {
	return (line.line.text.match(/[<《]/g) ?? []).length >= 2 || (line.key.length >= 28 && line.labels.length === 0);
}

/** Both names in one line, either first: `ERIKSSON, ANNA MARIA`. */
function wholeName(line: PlacedLine, mrz: readonly ExtractedField[]): Candidate[] {
	const primary = withoutMarks(mrz.find(({ name }) => name === 'primaryIdentifier')?.value ?? '');
	const secondary = withoutMarks(mrz.find(({ name }) => name === 'secondaryIdentifier')?.value ?? '');
	if (!primary || !secondary) return [];
	for (const text of [line.rest, line.line.text]) {
		const letters = withoutMarks(text);
		const isPrimaryFirst = letters === primary + secondary;
		if (!isPrimaryFirst && letters !== secondary + primary) continue;
		// Letters with marks may take two places in the zone: the cut is where the first part's letters are used up.
		const first = isPrimaryFirst ? primary : secondary;
		const cut = [...Array(key(text).length).keys()].find((at) => withoutMarks(splitAfter(text, at)[0]) === first);
		if (cut === undefined) continue;
		const [one, two] = splitAfter(text, cut);
		const [surname, given] = isPrimaryFirst ? [one, two] : [two, one];
		// A signature says it too, and is no print.
		const rank = /^\p{Ll}/u.test(text) ? AGREES - 0.3 : AGREES;
		return [
			{ field: 'primaryIdentifier', value: surname, line, rank, by: 'zone' },
			{ field: 'secondaryIdentifier', value: given, line, rank, by: 'zone' }
		];
	}
	return [];
}

function agreeing(
	line: PlacedLine,
	field: ExtractedField,
	lines: readonly PlacedLine[],
	order: DateOrder
): Candidate[] {
	switch (field.name) {
		case 'documentNumber':
		case 'personalNumber':
			return numberAgrees(line, field.name, field.value);
		case 'dateOfBirth':
		case 'dateOfExpiry':
		case 'dateOfIssue':
			return dateAgrees(line, field.name, field.value, order);
		case 'primaryIdentifier':
		case 'secondaryIdentifier':
			return nameAgrees(line, field.name, field.value, lines);
		case 'nationality':
			return line.key === key(field.value)
				? [{ field: 'nationality', value: line.line.text, line, rank: AGREES, by: 'zone' }]
				: [];
		default:
			return [];
	}
}

function numberAgrees(line: PlacedLine, field: 'documentNumber' | 'personalNumber', zone: string): Candidate[] {
	if (zone.length < 5) return [];
	for (const text of new Set([line.rest, line.line.text])) {
		const same = runsOf(text).flatMap((each) => asInZone(each, zone) ?? [])[0];
		if (same !== undefined) return [{ field, value: same, line, rank: AGREES, by: 'zone' }];
		if (line.line.score < CLEAR) continue;
		const near = numbersIn(text).find(
			(each) => /\d/.test(each) && Math.abs(key(each).length - key(zone).length) <= 1 && isNearMiss(each, zone)
		);
		if (near !== undefined) return [{ field, value: near, line, rank: NEARLY, by: 'zone' }];
	}
	return [];
}

/** One piece, or up to four that stand side by side: numbers are printed in groups. */
function runsOf(text: string): string[] {
	const pieces = text
		.toUpperCase()
		.split(/[^A-Z0-9./-]+/)
		.filter(Boolean);
	return [4, 3, 2, 1].flatMap((length) => pieces.map((_, from) => pieces.slice(from, from + length).join(' ')));
}

/** Where print gives two digits for the year, the zone's century is as good as any. */
function dateAgrees(
	line: PlacedLine,
	field: 'dateOfBirth' | 'dateOfExpiry' | 'dateOfIssue',
	zone: string,
	order: DateOrder
): Candidate[] {
	const printed = [...findDates(line.line.text, order), ...findTightDates(line.line.text, order)];
	const isSame = printed.some(
		({ value, isShortYear }) => value === zone || (isShortYear && value.slice(2) === zone.slice(2))
	);
	return isSame ? [{ field, value: zone, line, rank: AGREES, by: 'zone' }] : [];
}

function nameAgrees(
	line: PlacedLine,
	field: 'primaryIdentifier' | 'secondaryIdentifier',
	zone: string,
	lines: readonly PlacedLine[]
): Candidate[] {
	const wanted = key(zone);
	if (wanted.length < 2) return [];
	const next = nextLine(line, lines, 0.35);
	const printed = [
		line.rest,
		line.line.text,
		...line.line.text.split('/'),
		...(next ? [`${line.line.text} ${next.line.text}`] : [])
	];
	for (const text of printed) {
		const name = nameIn(text);
		if (name !== null && isSpelling(name, zone))
			return [{ field, value: spaced(name, zone), line, rank: AGREES, by: 'zone' }];
	}
	const name = nameIn(line.rest);
	if (name === null || line.line.score < CLEAR || line.isLabel || wanted.length < 5) return [];
	const letters = key(name);
	const isNear =
		Math.abs(letters.length - wanted.length) <= tolerance(wanted) &&
		findApproximately(letters, wanted, tolerance(wanted)) !== null;
	return isNear ? [{ field, value: name, line, rank: NEARLY, by: 'zone' }] : [];
}

/** The zone cuts a long name off at its end (ICAO 9303-3, section 4.6): what is there must open the printed one. */
const LONGEST_WHOLE = 24;

function isSpelling(name: string, zone: string): boolean {
	const wanted = key(zone);
	return (
		nameSpellings(name).some(
			(each) => each === wanted || (wanted.length >= LONGEST_WHOLE && each.startsWith(wanted))
		) || withoutMarks(name) === withoutMarks(zone)
	);
}

/** As printed; where the recogniser lost all spaces, they are put where the zone has them. */
function spaced(name: string, zone: string): string {
	if (!zone.includes(' ') || /[\s-]/.test(name) || key(name) !== key(zone)) return name;
	let rest = name;
	return zone
		.split(' ')
		.map((word) => {
			const [first, more] = splitAfter(rest, key(word).length);
			rest = more;
			return first;
		})
		.join(' ');
}

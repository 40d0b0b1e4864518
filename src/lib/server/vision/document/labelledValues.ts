/** Values by their labels: behind them, under them, beside them. Pure. */
import { addressFrom } from './addressLines';
import { valueIn } from './fieldValues';
import { isLabelEnd } from './findLabels';
import type { LabelledField } from './labels';
import { below, beside, isCutOff, isSameRow, nextLine, type Stretch } from './lineGeometry';
import { atComma, isTitle, nameIn } from './names';
import { partBetween, placeInLine, type PlacedLine } from './placedLines';
import type { Candidate } from './printedFields';
import type { DateOrder } from './printedDates';

/** The labels of one field in one line, in however many languages, and what follows them there. */
export interface LabelGroup extends Stretch {
	field: LabelledField | 'other';
	line: PlacedLine;
	quality: number;
	behind: string;
	/** A colon parts the label from what follows. */
	hasColon: boolean;
}

export function labelledCandidates(lines: readonly PlacedLine[], order: DateOrder): Candidate[] {
	const groups = labelGroups(lines);
	return groups.flatMap((group) => {
		const { field } = group;
		return field === 'other' ? [] : candidatesOf({ ...group, field }, groups, lines, order);
	});
}

/** Every label of a document, once a field and line. */
export const labelGroups = (lines: readonly PlacedLine[]): LabelGroup[] => withGivenNames(lines.flatMap(groupsOf));

const BARE = new Set(['NAME', 'NAMES']);

/** Where another line asks for the surname, a bare NAME (`NOME / NAME`, `IME / NAME`) asks for the given one. */
function withGivenNames(groups: readonly LabelGroup[]): LabelGroup[] {
	const isBare = ({ field, line }: LabelGroup) =>
		field === 'primaryIdentifier' &&
		line.labels.every((label) => label.field !== 'primaryIdentifier' || BARE.has(label.word));
	const asksSurname = groups.some((group) => group.field === 'primaryIdentifier' && !isBare(group));
	return groups.map((group) => (asksSurname && isBare(group) ? { ...group, field: 'secondaryIdentifier' } : group));
}

function groupsOf(line: PlacedLine): LabelGroup[] {
	const groups: LabelGroup[] = [];
	const fields = [...new Set(line.labels.map(({ field }) => field))];
	for (const field of fields) {
		const own = line.labels.filter((label) => label.field === field);
		const [start, end] = [own[0]?.start ?? 0, own.at(-1)?.end ?? 0];
		const next = line.labels.find((label) => label.start >= end);
		const behind = partBetween(line.line.text, end, next?.start);
		const isAlone = line.labels.every((label) => label.field === field || (label.start === start && label.end === end));
		groups.push({
			field,
			line,
			quality: Math.max(...own.map(({ quality }) => quality)),
			left: isAlone || start === 0 ? line.left : placeInLine(line, start),
			right: isAlone || next === undefined ? line.right : placeInLine(line, next.start),
			top: line.top,
			bottom: line.bottom,
			behind,
			hasColon: behind !== '' && /[:：]\s*$/.test(line.line.text.slice(0, line.line.text.indexOf(behind)))
		});
	}
	return groups;
}

function candidatesOf(
	group: LabelGroup & { field: LabelledField },
	groups: readonly LabelGroup[],
	lines: readonly PlacedLine[],
	order: DateOrder
): Candidate[] {
	const { field, quality, line: label } = group;
	const found: Candidate[] = [];
	const add = (line: PlacedLine, text: string, nearness: number, isBelow = false) => {
		const value = valueIn(field, text, order);
		if (value === null || (isName(field) && (!isClear(line, value) || isAcross(line, label)))) return;
		found.push(...inParts({ field, value, line, rank: quality + nearness, by: 'label' }, lines, isBelow));
	};
	if (group.behind && isInline(group)) add(label, group.behind, group.hasColon ? 0.6 : label.isLabel ? 0.1 : 0.45);
	for (const line of lines) {
		if (line === label || isLabelled(line)) continue;
		const part = partUnder(group, groups, line, order);
		const [under, right] = [below(group, part), beside(group, part)];
		const nearness = Math.max(under, right);
		if (nearness > 0 && !isCutOff(group, line, lines)) add(line, part.text, nearness, under >= right);
	}
	return found;
}

const isName = (field: LabelledField): boolean =>
	field === 'primaryIdentifier' || field === 'secondaryIdentifier' || field === 'fullName';

/** Words that follow a label in its own line are its value, unless they may be the rest of the label in another language. */
function isInline({ field, line, hasColon, behind }: LabelGroup): boolean {
	if (hasColon || field.startsWith('dateOf') || field.endsWith('Number') || field === 'sex') return true;
	return !line.isLabel && line.line.score >= 0.85 && !/[/|]/.test(line.line.text) && behind.length > 1;
}

/** It opens with a label, ends one, or is mostly labels: the value of none, or of its own. */
const isLabelled = (line: PlacedLine): boolean =>
	line.isLabel ||
	isLabelEnd(line.line.text) ||
	line.labels.some(({ start, end }) => start <= 2 || end - start >= 0.4 * line.key.length) ||
	line.rest === '';

/** A name is printed clearly and in one manner; scrawls and worn print give `mCTGIEN`. */
function isClear(line: PlacedLine, value: string): boolean {
	return line.line.score >= 0.6 && !/^\p{Ll}\p{Lu}{2}/u.test(value);
}

/** Large and dim: what is printed or punched across the page (SPECIMEN, VOID), no value of a small label. */
const isAcross = (line: PlacedLine, label: PlacedLine): boolean =>
	line.line.score < 0.85 && line.bottom - line.top > 2.5 * (label.bottom - label.top);

/** Two values side by side may be read as one line: then each label has the part that stands under it. */
function partUnder(
	group: LabelGroup,
	groups: readonly LabelGroup[],
	line: PlacedLine,
	order: DateOrder
): Stretch & { text: string } {
	const { text } = line.line;
	const { left, right, top, bottom } = line;
	const height = bottom - top;
	const whole = { text, left, right, top, bottom };
	const reaches = (x: number) => left < x - height && right > x + height;
	const row = groups.filter((other) => other.field !== group.field && isSameRow(other, group));
	const next = row.filter((other) => other.left > group.left + height).sort((a, b) => a.left - b.left)[0];
	const before = row.filter((other) => other.left < group.left - height).sort((a, b) => b.left - a.left)[0];
	if (next && reaches(next.left)) {
		const parts = cut(line, group, next, order);
		return parts ? { ...whole, text: parts[0], right: next.left - height / 2 } : whole;
	}
	if (before && reaches(group.left) && below(before, line) > 0) {
		const parts = cut(line, before, group, order);
		return parts ? { ...whole, text: parts[1], left: group.left } : whole;
	}
	return whole;
}

/** Near the place where the second label begins, so that both parts are values. Words are not cut. */
function cut(line: PlacedLine, first: LabelGroup, second: LabelGroup, order: DateOrder): [string, string] | null {
	const { text } = line.line;
	const share = (second.left - line.left) / Math.max(1, line.right - line.left);
	const fits = (group: LabelGroup, part: string) =>
		group.field === 'other' ? part !== '' : valueIn(group.field, part, order) !== null;
	for (const off of [0, 1, -1, 2, -2, 3, -3]) {
		const at = Math.round(share * text.length) + off;
		if (/\p{L}/u.test(text.charAt(at - 1)) && /\p{L}/u.test(text.charAt(at))) continue;
		const parts: [string, string] = [text.slice(0, at).trim(), text.slice(at).trim()];
		if (fits(first, parts[0]) && fits(second, parts[1])) return parts;
	}
	return null;
}

/** Names in several lines and both names in one; addresses in several lines. */
function inParts(candidate: Candidate, lines: readonly PlacedLine[], isBelow: boolean): Candidate[] {
	const { field, value, line } = candidate;
	if (field === 'address') return [{ ...candidate, value: addressFrom(value, line, lines) }];
	if (!isName(field)) return [candidate];
	const both = field === 'secondaryIdentifier' ? null : atComma(value);
	if (both) return bothNames(candidate, both.primary, both.secondary, line);
	const latin = /\p{Script=Latin}/u.test(value) ? candidate : { ...candidate, rank: candidate.rank - 0.2 };
	// Right of a label there is the next field's value beneath, whether its label was read or not.
	if (!isBelow || line.rest !== line.line.text) return [latin];
	const more = nameLines(line, lines, field !== 'fullName');
	if (field !== 'fullName')
		return more.length === 1 ? [latin] : [{ ...latin, value: more.map(({ name }) => name).join(' ') }];
	const [first, second] = more.filter(({ name }) => !isTitle(name));
	const whole = { ...latin, value: more.map(({ name }) => name).join(' ') };
	return first && second ? [whole, ...bothNames(latin, first.name, second.name, second.line, first.line)] : [whole];
}

function bothNames(
	{ rank, by }: Candidate,
	primary: string,
	secondary: string,
	secondLine: PlacedLine,
	firstLine = secondLine
): Candidate[] {
	return [
		{ field: 'primaryIdentifier', value: primary, line: firstLine, rank, by },
		{ field: 'secondaryIdentifier', value: secondary, line: secondLine, rank, by }
	];
}

/** Names go on in the next line where no room for a label is left between (a third of a letter's height). */
function nameLines(
	first: PlacedLine,
	lines: readonly PlacedLine[],
	inOneCase: boolean
): { name: string; line: PlacedLine }[] {
	const found = [{ name: nameIn(first.line.text) ?? '', line: first }];
	let last = first;
	while (found.length < 3) {
		const next = nextLine(last, lines, 0.35);
		const name = next && nameIn(next.line.text);
		if (inOneCase && next && isInCapitals(first) !== isInCapitals(next)) break;
		const [height, nextHeight] = [last.bottom - last.top, next ? next.bottom - next.top : 0];
		if (!next || !name || next.line.score < 0.85 || !isClear(next, name)) break;
		if (nextHeight < 0.7 * height || nextHeight > 1.4 * height || Math.abs(next.left - last.left) > height) break;
		found.push({ name, line: next });
		last = next;
	}
	return found;
}

/** Below a name in capitals, small letters are a label that was not read whole; a full name may be set in both. */
const isInCapitals = ({ line }: PlacedLine): boolean => !/\p{Ll}/u.test(line.text);

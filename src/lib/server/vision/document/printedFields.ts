/** Fields of the printed zone: by label, by where values stand to labels, and by agreement with the machine-readable zone. Pure. */
import type { RgbImage, ExtractedField } from '../types';
import { toTextLine } from '../ocr';
import { findAgreeing } from './agreement';
import { valueIn } from './fieldValues';
import { numberedFields } from './licenceItems';
import type { LabelledField } from './labels';
import type { PlacedLine } from './placedLines';
import { settleDateOrder } from './dateOrder';
import { findDates, type DateOrder } from './printedDates';
import { respace } from './spacing';

export interface Candidate {
	field: LabelledField;
	value: string;
	line: PlacedLine;
	/** Higher is likelier; a label read whole with the value beneath is about 1.5. */
	rank: number;
}

export interface PrintedContext {
	/** What the issuing state writes; the document's own dates and labels may know better. */
	order: DateOrder;
	isLicence: boolean;
	/** What the zone says, to look for in print. */
	mrz: readonly ExtractedField[];
}

/** At most one value a field, with source 'viz'. */
export function printedFields(
	lines: readonly PlacedLine[],
	context: PrintedContext,
	image: Pick<RgbImage, 'width' | 'height'>
): ExtractedField[] {
	const { order, isSure } = settleDateOrder(lines, context);
	const candidates = [
		...lines.flatMap((line) => labelledCandidates(line, lines, order)),
		...(context.isLicence ? numberedFields(lines, order) : []),
		...findAgreeing(lines, context.mrz, order)
	];
	const best = new Map<LabelledField, Candidate>();
	for (const each of candidates.sort((a, b) => b.rank - a.rank)) {
		const clash = [...best.values()].some(
			(other) => other.line === each.line && other.value === each.value && isDifferentKind(other.field, each.field)
		);
		if (!best.has(each.field) && !clash) best.set(each.field, each);
	}
	for (const each of datesByOrder(lines, best, order)) best.set(each.field, each);
	return [...best.values()].map(({ field, value, line, rank }) => ({
		name: field,
		value,
		source: 'viz',
		score:
			Math.max(0, Math.min(1, line.line.score * Math.min(1, rank))) * (isSure || !isDate(field) ? 1 : UNSURE_ORDER),
		box: toTextLine(line.line, image).box
	}));
}

/** A date whose day may be its month: read, but not to be relied on. */
const UNSURE_ORDER = 0.5;

const isDate = (field: LabelledField): boolean => field.startsWith('dateOf');

/** One printed value serves one field; a document's number may also be its personal number. */
function isDifferentKind(a: LabelledField, b: LabelledField): boolean {
	return a !== b;
}

function labelledCandidates(label: PlacedLine, lines: readonly PlacedLine[], order: DateOrder): Candidate[] {
	const candidates: Candidate[] = [];
	for (const { field, quality } of label.labels) {
		const add = (line: PlacedLine, text: string, nearness: number) => {
			const value = valueIn(field, text, order);
			if (value)
				candidates.push({
					field,
					value: field === 'address' ? withNextLines(value, line, lines) : value,
					line,
					rank: quality + nearness
				});
		};
		if (label.rest && !label.isLabel) add(label, label.rest, 0.45);
		else if (label.rest) add(label, label.rest, 0.1);
		for (const line of lines) {
			// What ends in a label is the label of something else.
			if (line === label || line.isLabel || line.rest === '') continue;
			const nearness = Math.max(below(label, line), beside(label, line));
			if (nearness > 0) add(line, line.labels.length ? line.line.text : line.rest, nearness);
		}
	}
	return candidates;
}

/** 0.5 right under the label, falling to 0 at three heights or where the edges part, left or right. */
function below(label: PlacedLine, line: PlacedLine): number {
	const height = line.bottom - line.top;
	const gap = line.top - label.bottom;
	if (gap < -0.5 * height || gap > 2.2 * height) return 0;
	const offset = Math.min(Math.abs(line.left - label.left), Math.abs(line.right - label.right)) / height;
	const inside =
		(line.left > label.left - height && line.left < label.right) || Math.abs(line.right - label.right) < 0.5 * height;
	return inside ? Math.max(0, 0.5 - 0.12 * Math.max(0, gap / height) - 0.03 * offset) : 0;
}

/** 0.35 right of the label in the same row. */
export function beside(label: PlacedLine, line: PlacedLine): number {
	const height = line.bottom - line.top;
	const off = Math.abs((line.top + line.bottom - label.top - label.bottom) / 2);
	const gap = line.left - label.right;
	if (off > 0.6 * height || gap < -0.5 * height || gap > 12 * height) return 0;
	return Math.max(0.05, 0.35 - 0.03 * (gap / height));
}

/** An address goes on in the lines beneath that stand under its first. */
export function withNextLines(value: string, first: PlacedLine, lines: readonly PlacedLine[]): string {
	const parts = [respace(value)];
	let last = first;
	for (let more = 0; more < 2; more++) {
		const height = last.bottom - last.top;
		const next = lines.find(
			(line) =>
				line !== last &&
				!line.isLabel &&
				line.labels.length === 0 &&
				line.key.length > 2 &&
				line.top > last.top &&
				line.top - last.bottom < 0.7 * height &&
				Math.abs(line.left - last.left) < 2.5 * height
		);
		if (!next) break;
		parts.push(respace(next.line.text));
		last = next;
	}
	return parts.join(', ');
}

/** Where labels were not read: of three dates the first is birth, the last expiry, and what lies between the issue. */
function datesByOrder(
	lines: readonly PlacedLine[],
	best: ReadonlyMap<LabelledField, Candidate>,
	order: DateOrder
): Candidate[] {
	const taken = new Set([...best.values()].map(({ value }) => value));
	const dates = lines
		.flatMap((line) => findDates(line.line.text, order).map(({ value }) => ({ value, line })))
		.sort((a, b) => a.value.localeCompare(b.value));
	const first = dates[0];
	const last = dates.at(-1);
	if (!first || !last || yearsBetween(first.value, last.value) < 12) return [];
	const found: Candidate[] = [];
	const propose = (field: LabelledField, each: { value: string; line: PlacedLine } | undefined) => {
		if (each && !best.has(field) && !taken.has(each.value)) found.push({ field, ...each, rank: 0.5 });
	};
	propose('dateOfBirth', first);
	propose('dateOfExpiry', last);
	propose(
		'dateOfIssue',
		dates.find(({ value }) => value > first.value && value < last.value && yearsBetween(value, last.value) <= 15)
	);
	return found;
}

const yearsBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 31_557_600_000;

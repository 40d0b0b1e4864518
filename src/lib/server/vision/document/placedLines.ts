/** Lines of an upright document with the labels in them. Pure. */
import type { RawLine } from '../ocr';
import { upright, type QuarterTurn } from '../ocr';
import { findApproximately, key, tolerance } from './approximate';
import { LABELS, type LabelledField } from './labels';

export interface LabelMatch {
	field: LabelledField;
	/** Share of the label's letters read right, 0…1. */
	quality: number;
	/** In the key of the line. */
	start: number;
	end: number;
}

export interface PlacedLine {
	line: RawLine;
	key: string;
	left: number;
	right: number;
	top: number;
	bottom: number;
	labels: LabelMatch[];
	/** What stands behind the last label of the line, as printed; the whole text where there is none. */
	rest: string;
	/** Nothing but labels. */
	isLabel: boolean;
}

/** A line is label alone when labels take this share of it. */
const LABEL_SHARE = 0.6;

export function placeLines(lines: readonly RawLine[], rotation: QuarterTurn): PlacedLine[] {
	return lines.map((line) => {
		const points = line.corners.map((point) => upright(point, rotation));
		const xs = points.map(({ x }) => x);
		const ys = points.map(({ y }) => y);
		const text = key(line.text);
		const labels = labelsIn(lettersFirst(text));
		const covered = coverage(labels, text.length);
		const end = labels.reduce((most, label) => Math.max(most, label.end), 0);
		return {
			line,
			key: text,
			left: Math.min(...xs),
			right: Math.max(...xs),
			top: Math.min(...ys),
			bottom: Math.max(...ys),
			labels,
			rest: end > 0 ? withoutLabel(rawAfter(line.text, end)) : line.text,
			isLabel: labels.length > 0 && covered >= LABEL_SHARE * text.length
		};
	});
}

function labelsIn(text: string): LabelMatch[] {
	const matches: LabelMatch[] = [];
	for (const [field, labels] of Object.entries(LABELS) as [LabelledField, readonly string[]][]) {
		let best: LabelMatch | null = null;
		for (const label of labels) {
			// Short words stand in many others: they must open the line, or be all of it.
			if (label.length < 4 && !opensWith(text, label)) continue;
			if (text.length < label.length - tolerance(label)) continue;
			const match = findApproximately(text, label, tolerance(label));
			if (!match || (label.length <= 5 && match.start > 2 && match.end < text.length)) continue;
			const quality = 1 - match.errors / label.length;
			const longer = !best || label.length * quality > (best.end - best.start) * best.quality;
			if (longer) best = { field, quality, start: match.start, end: match.end };
		}
		if (best) matches.push(best);
	}
	// SURNAME inside GIVENNAMESURNAME is its own; NAME inside SURNAME is not.
	return matches.filter(
		(each) =>
			!matches.some(
				(other) =>
					other !== each &&
					other.start <= each.start &&
					other.end >= each.end &&
					other.end - other.start > each.end - each.start
			)
	);
}

/** A nought among letters is an O: `D0B`. As long as before, so that places stay. */
const lettersFirst = (text: string): string => text.replace(/(?<=[A-Z])0(?=[A-Z])/g, 'O');

const ALL_LABELS: ReadonlySet<string> = new Set(Object.values(LABELS).flat());

/** Labels in two languages stand side by side: the second is no value of the first. */
const withoutLabel = (rest: string): string => (ALL_LABELS.has(key(rest)) ? '' : rest);

/** Behind an item number too: `3 DOB`, `4a ISS`. */
function opensWith(text: string, label: string): boolean {
	const bare = [
		text,
		text.replace(/^I(?=LN$)/, ''),
		text.replace(/^\d{1,2}(?=[A-Z])/, ''),
		text.replace(/^\d{1,2}[A-D](?=[A-Z]{2})/, '')
	];
	return bare.some((each) => each.startsWith(label) && !/[A-Z]/.test(each.slice(label.length, label.length + 1)));
}

function coverage(labels: readonly LabelMatch[], length: number): number {
	const covered = new Uint8Array(length);
	for (const { start, end } of labels) covered.fill(1, start, end);
	return covered.reduce((sum, value) => sum + value, 0);
}

/** The text behind so many letters and digits, punctuation in front taken off. */
function rawAfter(text: string, letters: number): string {
	let seen = 0;
	let at = 0;
	for (const character of text) {
		if (seen >= letters) break;
		seen += key(character).length;
		at += character.length;
	}
	return text
		.slice(at)
		.replace(/^[\s:.,;/|()\-°º*'’]+/, '')
		.trim();
}

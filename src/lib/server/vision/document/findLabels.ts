/** Labels in a line of small print, several languages and fields beside each other. Pure. */
import { findApproximately, key, piecesOf } from './approximate';
import { LABELS, type LabelledField } from './labels';

export interface LabelMatch {
	field: LabelledField | 'other';
	/** The label as the table has it, letters that print alike folded. */
	word: string;
	/** Share of the label's letters read right, 0…1. */
	quality: number;
	/** In the key of the line. */
	start: number;
	/** Exclusive. */
	end: number;
}

interface Label {
	word: string;
	fields: (LabelledField | 'other')[];
	most: number;
	/** CARD NO differs from CARD by its end only, which must be read right. */
	isNumbers: boolean;
}

/** Words of this length and less stand in many others: they must be parted from what is around them. */
const SHORT = 5;
/** And of this length: they must open a line or a part of it. */
const VERY_SHORT = 3;
/** Up to this length, one side must be parted. */
const MIDDLING = 8;
/** Up to this length, letters may be wrong only where both sides are parted. */
const LOOSE = 10;

/** All labels of a line that do not overlap, longest first where they do; the same stretch may name two fields. */
export function findLabels(text: string): LabelMatch[] {
	const line = foldLine(text);
	const found: (LabelMatch & { weight: number })[] = [];
	for (const label of likely(line.folded)) {
		if (line.folded.length < label.word.length - label.most) continue;
		const match = label.word.length <= SHORT ? parted(line, label.word) : lengthy(line, label);
		if (!match) continue;
		const quality = 1 - match.errors / label.word.length;
		const [start, end] = [line.keyAt[match.start] ?? 0, line.keyAt[match.end] ?? line.keyLength];
		for (const field of label.fields)
			found.push({ field, word: label.word, quality, start, end, weight: label.word.length * quality ** 3 });
	}
	const kept: LabelMatch[] = [];
	for (const { weight: _, ...each } of found.sort((a, b) => b.weight - a.weight)) {
		const clash = kept.some(
			(other) =>
				each.start < other.end && each.end > other.start && !(each.start === other.start && each.end === other.end)
		);
		if (!clash) kept.push(each);
	}
	return kept.sort((a, b) => a.start - b.start);
}

interface FoldedLine {
	folded: string;
	/** Place in the key of each folded letter, and of the end. */
	keyAt: number[];
	keyLength: number;
	/** Before the folded letter of this place something parts it from the one before; the ends are parted. */
	isParted: boolean[];
	/** More than a space does: it opens the line, or stands behind an item number, a slash, a bar or a full stop. */
	isOpening: boolean[];
}

/** Letters that recognisers exchange in small print are one: O and 0, I, L and 1, M and RN. */
const fold = (word: string): string => word.replace(/0/g, 'O').replace(/[L1]/g, 'I').replace(/RN/g, 'M');

function foldLine(text: string): FoldedLine {
	let letters = '';
	const parting: boolean[] = [];
	const opening: boolean[] = [];
	let before = '';
	for (const character of text) {
		for (const letter of key(character)) {
			parting.push(letters === '' || isParting(before, character));
			opening.push(letters === '' || /[/|.,·:]/.test(before));
			letters += letter;
			before = character;
		}
		if (key(character) === '' && !(character === ' ' && /[/|.,·:]/.test(before))) before = character;
	}
	const item = /^\d{1,2}[A-D]?(?=[A-Z]{2})/.exec(letters)?.[0] ?? '';
	const shorter = /^\d{1,2}(?=[A-Z])/.exec(letters)?.[0] ?? '';
	for (const start of [item.length, shorter.length]) if (start > 0) parting[start] = opening[start] = true;
	let folded = '';
	const keyAt: number[] = [];
	const isParted: boolean[] = [];
	const isOpening: boolean[] = [];
	for (let at = 0; at < letters.length; at++) {
		const pair = letters.slice(at, at + 2) === 'RN';
		keyAt.push(at);
		isParted.push(parting[at] ?? false);
		isOpening.push(opening[at] ?? false);
		folded += pair ? 'M' : fold(letters.charAt(at));
		if (pair) at++;
	}
	return {
		folded,
		keyAt: [...keyAt, letters.length],
		keyLength: letters.length,
		isParted: [...isParted, true],
		isOpening
	};
}

/** Punctuation, a capital behind a small letter, a letter beside a digit. */
function isParting(before: string, after: string): boolean {
	if (key(before) === '') return true;
	if (/\p{Ll}/u.test(before) && /\p{Lu}/u.test(after)) return true;
	return /\d/.test(before) !== /\d/.test(after);
}

function parted(line: FoldedLine, word: string): { start: number; end: number; errors: number } | null {
	for (let start = line.folded.indexOf(word); start >= 0; start = line.folded.indexOf(word, start + 1)) {
		const end = start + word.length;
		const opens = word.length > VERY_SHORT ? line.isParted[start] : line.isOpening[start];
		if (opens && line.isParted[end]) return { start, end, errors: 0 };
	}
	return null;
}

function lengthy(
	line: FoldedLine,
	{ word, most, isNumbers }: Label
): { start: number; end: number; errors: number } | null {
	const match = findApproximately(line.folded, word, most);
	if (!match || (isNumbers && line.folded.slice(match.end - 2, match.end) !== word.slice(-2))) return null;
	const [opens, closes] = [line.isParted[match.start], line.isParted[match.end]];
	// `PASSPORTO` of a passport office is not PASSPORTNO with a letter missing.
	if (match.errors > 0 && word.length <= LOOSE && !(opens && closes)) return null;
	return word.length > MIDDLING || opens || closes ? match : null;
}

/** Labels of which some piece may stand in the text: one stands whole wherever the word was read with few mistakes. */
function likely(folded: string): Set<Label> {
	const found = new Set<Label>();
	for (let at = 0; at < folded.length - 1; at++) {
		for (const length of [2, OPENING]) {
			for (const label of BY_OPENING.get(folded.slice(at, at + length)) ?? []) found.add(label);
		}
	}
	return found;
}

/** Pieces are found by their first letters; no piece of a word in which mistakes are allowed is shorter. */
const OPENING = 3;

const BY_OPENING: ReadonlyMap<string, readonly Label[]> = byOpening();

function byOpening(): Map<string, Label[]> {
	const index = new Map<string, Label[]>();
	for (const label of labelsByWord()) {
		for (const opening of new Set(piecesOf(label.word, label.most).map((piece) => piece.slice(0, OPENING)))) {
			const known = index.get(opening);
			if (known) known.push(label);
			else index.set(opening, [label]);
		}
	}
	return index;
}

function labelsByWord(): Label[] {
	const byWord = new Map<string, Label>();
	for (const [field, list] of Object.entries(LABELS) as [LabelledField | 'other', readonly string[]][]) {
		for (const each of list) {
			const word = fold(each);
			const most = word.length <= SHORT ? 0 : Math.floor((word.length - 1) / 5);
			const label = byWord.get(word) ?? { word, fields: [], most, isNumbers: false };
			if (!label.fields.includes(field)) label.fields.push(field);
			label.isNumbers ||= field.endsWith('Number');
			byWord.set(word, label);
		}
	}
	return [...byWord.values()];
}

/**
 * What is left of a label whose beginning was not read: `sance` of `Date de naissance`, `alite`. In small letters, since a
 * value that begins with one is rare, and one that ends a label too is not known.
 */
export const isLabelEnd = (text: string): boolean =>
	/^\p{Ll}/u.test(text) && key(text).length >= LEAST_END && ENDS.some((word) => word.endsWith(fold(key(text))));

const LEAST_END = 4;
const ENDS = [...BY_OPENING.values()].flatMap((labels) => labels.map(({ word }) => word));

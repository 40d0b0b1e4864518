/** Lines of an upright page → who sent what to whom, when. Pure, never throws, the same lines always give the same fields. */
import type { FieldName } from '$lib/contract/slots';
import { findDates, type DateOrder } from '../document/printedDates';
import type { AddressDocumentKind, Box, ExtractedField, TextLine } from '../types';
import { addressBlocks, labelOf, looksLikeName, type AddressBlock } from './addressBlock';
import { boxAround, letterKey, meanScore, neighbours, typicalHeight } from './pageLines';
import { hasStreet } from './postal';
import {
	ACCOUNT_LABELS,
	DATE_LABELS,
	HONORIFIC,
	KIND_WORDS,
	NAME_LABELS,
	NOT_AN_ISSUER,
	ORGANISATION,
	OTHER_DATES
} from './words';

export interface AddressFields {
	documentKind: AddressDocumentKind;
	/** issuer, fullName, address, documentDate, accountNumber: those that were found. */
	fields: ExtractedField[];
}

export function extractAddressFields(lines: readonly TextLine[]): AddressFields {
	const [block = null] = addressBlocks(lines);
	const fields: ExtractedField[] = [];
	const add = (name: FieldName, found: Found | null): void => {
		if (found !== null) fields.push({ name, source: 'viz', value: found.value, score: found.score, box: found.box });
	};
	add('issuer', findIssuer(lines, block));
	add('fullName', findName(lines, block));
	add('address', block && { value: block.text, score: meanScore(block.address), box: boxAround(block.address) });
	add('documentDate', findDocumentDate(lines, block));
	add('accountNumber', findAccountNumber(lines));
	return { documentKind: documentKindOf(lines), fields };
}

interface Found {
	value: string;
	score: number;
	box: Box | null;
}

const found = (line: TextLine, value = line.text): Found => ({ value: value.trim(), score: line.score, box: line.box });

function findName(lines: readonly TextLine[], block: AddressBlock | null): Found | null {
	for (const line of lines) {
		const label = labelOf(line.text, NAME_LABELS);
		if (label === null) continue;
		if (looksLikeName(label.rest)) return found(line, label.rest);
		const value = neighbours(lines, line).find(({ text }) => looksLikeName(text));
		if (value !== undefined) return found(value);
	}
	const named = block?.name ?? blockTwin(lines, block)?.name;
	if (named) return found(named);
	const titled = lines.find(({ text }) => HONORIFIC.test(text) && looksLikeName(text));
	return titled === undefined ? null : found(titled);
}

/** The same address once more, with a name above: the payment slip of a bill whose head names the place supplied only. */
function blockTwin(lines: readonly TextLine[], block: AddressBlock | null): AddressBlock | null {
	const digits = ({ text }: AddressBlock): string => text.replace(/\D/g, '');
	if (block === null) return null;
	return addressBlocks(lines).find((other) => other.name !== null && digits(other) === digits(block)) ?? null;
}

/** An organisation's name in the head of the page, the larger the likelier; else the largest line there; else one anywhere. */
function findIssuer(lines: readonly TextLine[], block: AddressBlock | null): Found | null {
	const typical = typicalHeight(lines);
	const weigh = ({ text, box }: TextLine): number => {
		let weight = Math.min(2.5, box.height / typical);
		if (ORGANISATION.test(text)) weight += 2;
		if (/\d{3}|[:@?$]/.test(text) || text.length > 45) weight -= 2.5;
		if (NOT_AN_ISSUER.test(text) || hasStreet(text)) weight -= 2.5;
		return weight - 2 * box.y;
	};
	const candidates = lines
		.filter((line) => line !== block?.name && !block?.address.includes(line) && letterKey(line.text).length >= 3)
		.map((line) => ({ line, weight: weigh(line) }))
		.sort((a, b) => b.weight - a.weight);
	const named = candidates.find(({ line, weight }) => ORGANISATION.test(line.text) && weight > 0.5);
	const head = candidates.find(({ line, weight }) => line.box.y < 0.25 && weight > 0.8 && !looksLikeName(line.text));
	const best = named ?? head;
	return best === undefined ? null : found(best.line);
}

/** A date beside a label that means the document's own; else the first in the upper half without another's label. */
function findDocumentDate(lines: readonly TextLine[], block: AddressBlock | null): Found | null {
	const order = dateOrder(lines, block);
	let best: { weight: number; found: Found } | null = null;
	const offer = (weight: number, line: TextLine, value: string): void => {
		if (best === null || weight > best.weight) best = { weight, found: found(line, value) };
	};
	for (const line of lines) {
		const key = letterKey(line.text);
		if (OTHER_DATES.test(key)) continue;
		const label = DATE_LABELS.find(({ pattern }) => pattern.test(key));
		const [own] = findDates(line.text, order).slice(-1);
		if (own !== undefined) {
			const isAlone = own.raw.length > 0.5 * line.text.trim().length;
			const beside = lines.some(
				(other) => OTHER_DATES.test(letterKey(other.text)) && neighbours(lines, other).includes(line)
			);
			if (!beside) offer((label?.weight ?? (isAlone ? 0.6 : 0.4)) - line.box.y, line, own.value);
			continue;
		}
		if (label === undefined) continue;
		for (const value of neighbours(lines, line)) {
			const [date] = findDates(value.text, order).slice(-1);
			if (date !== undefined) offer(label.weight - line.box.y, value, date.value);
		}
	}
	return best === null ? null : (best as { found: Found }).found;
}

/** The month comes first on pages with dollars and a US postal code; everywhere else the day. */
function dateOrder(lines: readonly TextLine[], block: AddressBlock | null): DateOrder {
	const american =
		/\b[A-Z]{2}\s*\d{5}(?:-\d{4})?$/i.test(block?.text ?? '') || lines.some(({ text }) => /\$\s?\d/.test(text));
	return american ? 'monthFirst' : 'dayFirst';
}

const ACCOUNT_NUMBER = /(?:[A-Z]{2}\d{2}[ ]?)?\b[A-Z]{0,3}\d[\dA-Z]*(?:[ -]?\d[\dA-Z]*)*\b/;

function findAccountNumber(lines: readonly TextLine[]): Found | null {
	const numberIn = (text: string): string | null => {
		const match = ACCOUNT_NUMBER.exec(text)?.[0] ?? '';
		return match.replace(/\D/g, '').length >= 5 && findDates(text).length === 0 ? match : null;
	};
	const offers = lines.flatMap((line) => {
		const key = letterKey(line.text);
		const label = ACCOUNT_LABELS.find(({ pattern }) => pattern.test(key));
		if (label === undefined) return [];
		const own = numberIn(line.text.replace(/^[^\d:]*:?/, ''));
		if (own !== null) return [{ weight: label.weight, found: found(line, own) }];
		return neighbours(lines, line).flatMap((value) => {
			const number = numberIn(value.text);
			return number === null ? [] : [{ weight: label.weight - 0.1, found: found(value, number) }];
		});
	});
	return offers.sort((a, b) => b.weight - a.weight)[0]?.found ?? null;
}

function documentKindOf(lines: readonly TextLine[]): AddressDocumentKind {
	const keys = lines.map(({ text }) => letterKey(text));
	let best: { kind: AddressDocumentKind; weight: number } = { kind: 'unknown', weight: 2.4 };
	for (const [kind, words] of Object.entries(KIND_WORDS)) {
		const weight = words.reduce(
			(sum, [pattern, value]) => sum + (keys.some((key) => pattern.test(key)) ? value : 0),
			0
		);
		if (weight > best.weight && isKind(kind)) best = { kind, weight };
	}
	return best.kind;
}

const isKind = (kind: string): kind is keyof typeof KIND_WORDS => kind in KIND_WORDS;

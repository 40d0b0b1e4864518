/** Finds to whom a page is addressed: a postal line, what stands above it, and a person's name on top. Pure. */
import { respace } from '../document/spacing';
import type { TextLine } from '../types';
import { lineAbove, letterKey, neighbours } from './pageLines';
import { hasStreet, postalLine } from './postal';
import { ADDRESS_LABELS, HONORIFIC, NOT_A_NAME, ORGANISATION, type Label } from './words';

export interface AddressBlock {
	name: TextLine | null;
	/** Street first, postal line last. */
	address: TextLine[];
	text: string;
	/** Grows with how surely this is the addressee; comparable within one page only. */
	weight: number;
}

/** Best first. */
export function addressBlocks(lines: readonly TextLine[]): AddressBlock[] {
	return lines.flatMap((line) => blockEndingAt(lines, line)).sort((a, b) => b.weight - a.weight);
}

function blockEndingAt(lines: readonly TextLine[], line: TextLine): AddressBlock[] {
	const label = labelOf(line.text, ADDRESS_LABELS);
	const text = label === null ? line.text : label.rest;
	const postal = postalLine(text);
	if (postal === null) return [];
	const address: TextLine[] = [line];
	let top = line;
	while (!postal.isWhole && label === null && address.length < 4) {
		const above = lineAbove(lines, top);
		if (above === null || looksLikeName(above.text) || !isAddressPart(above.text, address.length)) break;
		address.unshift(above);
		top = above;
		if (hasStreet(above.text)) break;
	}
	const street = postal.isWhole || address.slice(0, -1).some((part) => hasStreet(part.text));
	if (!street) return [];
	const above = lineAbove(lines, top);
	const name = above !== null && looksLikeName(above.text) ? above : null;
	const labelled = label !== null || isLabelled(lines, top);
	const parts = address.map((part) => respace((part === line ? text : part.text).trim().replace(/[,;]+$/, '')));
	return [{ name, address, text: parts.join(', '), weight: weigh(name, labelled, above, parts.join(' '), top) }];
}

function weigh(name: TextLine | null, labelled: boolean, above: TextLine | null, text: string, top: TextLine): number {
	let weight = 0;
	if (name !== null) weight += HONORIFIC.test(name.text) ? 4 : 3;
	if (labelled) weight += 2.5;
	if (above !== null && ORGANISATION.test(above.text)) weight -= 3;
	if (/P\.?\s?O\.?\s?BOX|CEDEX/i.test(text)) weight -= 2;
	// The sender's own line stands in the head of the page, the addressee's below it.
	if (top.box.y < 0.06) weight -= 1;
	return weight + (top.box.y < 0.45 ? 0.5 : 0);
}

/** Part of an address above its last line: a street, a flat, a village; not a label, not an amount. */
function isAddressPart(text: string, depth: number): boolean {
	if (/[$€£@:]|\d[.,]\d{2}\b/.test(text) || text.length > 60) return false;
	return hasStreet(text) || (depth < 3 && /^[\p{L}\d][\p{L}\d .,'/-]{2,}$/u.test(text) && !NOT_A_NAME.test(text));
}

/** Two to five words of letters (one, in capitals, where the recogniser lost the space), no organisation, no label. */
export function looksLikeName(text: string): boolean {
	const line = text.trim().replace(HONORIFIC, '');
	if (/\d|[:$€£@/]/.test(line) || line.length < 4 || line.length > 45) return false;
	if (ORGANISATION.test(line) || NOT_A_NAME.test(line)) return false;
	const words = line.split(/\s+/);
	if (words.length > 5 || !words.every((word) => /^[\p{L}][\p{L}.'’-]*,?$/u.test(word))) return false;
	if (words.length === 1) return HONORIFIC.test(text) || /^\p{Lu}\p{Ll}+\p{Lu}|^\p{Lu}{8,}$/u.test(line);
	const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
	return capitals >= words.length - 1 && capitals >= 1;
}

function isLabelled(lines: readonly TextLine[], top: TextLine): boolean {
	return lines.some((line) => labelOf(line.text, ADDRESS_LABELS) !== null && neighbours(lines, line).includes(top));
}

/** The heaviest label that the text begins with or holds, and what follows the colon or the label's words. */
export function labelOf(text: string, labels: readonly Label[]): { weight: number; rest: string } | null {
	const colon = text.indexOf(':');
	const head = letterKey(colon < 0 ? text : text.slice(0, colon));
	const found = labels.filter(({ pattern }) => pattern.test(head)).sort((a, b) => b.weight - a.weight)[0];
	if (found === undefined) return null;
	return { weight: found.weight, rest: colon < 0 ? '' : text.slice(colon + 1).trim() };
}

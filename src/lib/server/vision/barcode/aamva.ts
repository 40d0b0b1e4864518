/**
 * Reads AAMVA DL/ID files (Card Design Standard, versions 2000 to 2020: file versions 00 … 11 and beyond). Pure, never
 * throws: whatever is odd becomes a line in `problems`.
 */
import type { AamvaResult } from '../types';
import { aamvaFields } from './aamvaFields';

/** Null where the text does not look like such a file at all. */
export function parseAamva(symbolText: string): AamvaResult | null {
	const text = symbolText.replace(/<(LF|CR|RS)>/g, '\n');
	const header = parseHeader(text);
	if (header === null) return null;
	const problems = [...header.problems];
	const elements = readElements(text.slice(header.end), problems);
	const document = { ...header.document, elements };
	return { ...document, fields: aamvaFields(document, problems), problems };
}

export interface AamvaDocument {
	issuerIdentificationNumber: string;
	aamvaVersion: number;
	jurisdictionVersion: number | null;
	elements: Record<string, string>;
}

interface Header {
	document: Omit<AamvaDocument, 'elements'>;
	/** Where the header's fixed part ends; subfile designators follow. */
	end: number;
	problems: string[];
}

/** Longest rubbish that may stand before the file type: "@", separators, and what readers make of control letters. */
const MAX_PREFIX = 40;

/** Annex D.12.3: file type, IIN, version; from version 02 on a jurisdiction's version, then the number of entries. */
function parseHeader(text: string): Header | null {
	const found = /(ANSI ?|AAMVA)(\d{6})(\d{2})/.exec(text.slice(0, MAX_PREFIX + 16));
	if (found === null || found.index > MAX_PREFIX) return null;
	const [whole, , iin = '', version = ''] = found;
	const problems: string[] = [];
	if (!text.startsWith('@')) problems.push('no compliance indicator');
	const aamvaVersion = Number(version);
	if (aamvaVersion > NEWEST_VERSION) problems.push(`unknown version ${aamvaVersion}`);
	let end = found.index + whole.length;
	let jurisdictionVersion: number | null = null;
	if (aamvaVersion >= 2) {
		const digits = /^\d{2}/.exec(text.slice(end));
		if (digits === null) problems.push('no jurisdiction version');
		else {
			jurisdictionVersion = Number(digits[0]);
			end += 2;
		}
	}
	const entries = /^\d{2}/.exec(text.slice(end));
	if (entries === null) problems.push('no number of entries');
	else end += 2;
	return { document: { issuerIdentificationNumber: iin, aamvaVersion, jurisdictionVersion }, end, problems };
}

/** Card Design Standard 2025 writes 11. */
const NEWEST_VERSION = 11;

/** Offsets and lengths of designators are wrong on many licences: they are skipped, elements are found by their ids. */
const DESIGNATORS = /^(?:\s*(?:DL|ID|EN|Z[A-Z])(?:\d{8}|[a-z]{2,4}(?=DL|ID)))*/;
const ELEMENT = /^(D[A-E][A-Z]|Z[A-Z][A-Z0-9])(.*)$/;
/** A hostile symbol holds at most 2,710 digits; no licence has this many elements. */
const MAX_ELEMENTS = 250;

function readElements(body: string, problems: string[]): Record<string, string> {
	const elements: Record<string, string> = {};
	const rest = body.slice(DESIGNATORS.exec(body)?.[0].length ?? 0);
	let count = 0;
	for (const [row, rawLine] of rest.split(/[\n\r]+/).entries()) {
		const line = withoutSubfileType(printable(rawLine), row === 0);
		if (line === '') continue;
		const element = ELEMENT.exec(line);
		if (element === null) {
			problems.push('a line without an element id');
			continue;
		}
		if (++count > MAX_ELEMENTS) break;
		const [, id = '', value = ''] = element;
		// The first of two wins: what a forger appends does not replace what was there.
		if (Object.hasOwn(elements, id)) problems.push(`${id} twice`);
		else elements[id] = value.trim();
	}
	if (count === 0) problems.push('no elements');
	return elements;
}

/** "DLDAQ…" → "DAQ…", "ZVZVA…" → "ZVA…", a lone "DL" or "ZC" → "". */
function withoutSubfileType(line: string, isFirst: boolean): string {
	if (/^(?:DL|ID|EN)(?:D[A-E][A-Z]|$)/.test(line)) return line.slice(2);
	const type = /^Z[A-Z]/.exec(line)?.[0];
	if (type !== undefined && (line.trim() === type || line.startsWith(type, 2))) return line.slice(2).trim();
	return isFirst && /^(?:DL|ID)/.test(line) ? line.slice(2) : line;
}

/** Control letters become nothing; so does U+0090, as which some encoders write them, and the replacement character. */
const printable = (line: string): string => line.replace(/[\p{Cc}\ufffd]/gu, '');

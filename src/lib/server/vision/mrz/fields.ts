/** The text of a zone, read field by field with a verdict each. Pure, never throws. */
import type { CheckDigitVerdict, MrzField, MrzResult } from '../types';
import { FILLER, letterIndex } from './alphabet';
import { checkDigit } from './checkDigit';
import type { CheckLayout, FieldLayout, MrzLayout } from './layout';
import { isStateCode } from './states';

/** What a reader knows beside the text; all optional, so that a typed-in zone can be parsed too. */
export interface ReadingDetails {
	/** Probability of each letter as given, one row a line. */
	scores?: readonly (readonly number[])[];
	/** The recogniser's own first guess of each letter. */
	firstGuess?: readonly string[];
	boxes?: MrzResult['boxes'];
}

/** Below this a letter counts as unread: its field is null, and the zone is not valid whatever the digits say. */
export const READABLE = 0.35;
/**
 * A valid zone's every letter must be as sure as this. Of 72 drawn zones in four faces with odd inks, turned and small, it
 * keeps all wrong ones from being called valid.
 */
export const SURE = 0.8;

export function parseZone(layout: MrzLayout, lines: readonly string[], details: ReadingDetails = {}): MrzResult {
	const checks: MrzResult['checks'] = {};
	for (const check of layout.checks) checks[check.name] = verdictOf(check, lines);
	const fields = layout.fields.flatMap((each) => parseField(layout, each, lines, checks, details));
	const letters = (details.scores ?? []).flat();
	return {
		format: layout.format,
		lines: [...lines],
		valid:
			letters.every((value) => value >= SURE) &&
			Object.values(checks).every((verdict) => verdict === 'valid') &&
			fields.every((each) => each.value !== null || isOptional(each)),
		checks,
		fields,
		score: letters.length ? letters.reduce((sum, value) => sum + value, 0) / letters.length : 1,
		boxes: details.boxes ?? []
	};
}

/** Fields that may be all filler. */
function isOptional({ name, raw }: MrzField): boolean {
	const mayBeEmpty =
		name === 'optionalData' ||
		name === 'optionalData2' ||
		name === 'personalNumber' ||
		name === 'secondaryIdentifier' ||
		name === 'sex' ||
		name === 'dateOfExpiry';
	return mayBeEmpty && /^<*$/.test(raw);
}

function verdictOf(check: CheckLayout, lines: readonly string[]): CheckDigitVerdict {
	const text = check.over.map(({ line, start, end }) => (lines[line] ?? '').slice(start, end)).join('');
	const printed = (lines[check.digit.line] ?? '').charAt(check.digit.index);
	const empty = /^<*$/.test(text);
	if (printed === FILLER && empty) return check.fillerWhenEmpty || check.name === 'dateOfExpiry' ? 'valid' : 'absent';
	const expected = checkDigit(text);
	return expected !== null && printed === String(expected) ? 'valid' : 'invalid';
}

const CHECK_OF: Partial<Record<MrzField['name'], CheckLayout['name']>> = {
	documentNumber: 'documentNumber',
	dateOfBirth: 'dateOfBirth',
	dateOfExpiry: 'dateOfExpiry',
	personalNumber: 'optionalData'
};

function parseField(
	layout: MrzLayout,
	each: FieldLayout,
	lines: readonly string[],
	checks: MrzResult['checks'],
	details: ReadingDetails
): MrzField[] {
	const line = lines[each.line] ?? '';
	const raw = line.slice(each.start, each.end);
	const scores = details.scores?.[each.line]?.slice(each.start, each.end);
	const score = scores?.length ? scores.reduce((sum, value) => sum + value, 0) / scores.length : 1;
	const readable = !scores || scores.every((value) => value >= READABLE);
	const corrections = correctionsIn(each, raw, details.firstGuess?.[each.line]);
	const base = {
		line: each.line,
		score,
		corrections,
		check: checks[CHECK_OF[each.name] ?? 'composite'] ?? 'absent'
	} as const;
	if (each.kind === 'names') return splitNames(each, raw, base, readable);
	const value = valueOf(layout, each, raw, lines);
	return [
		{
			...base,
			name: each.name,
			raw,
			value: readable ? value : null,
			start: each.start,
			end: each.end,
			check: CHECK_OF[each.name] ? (checks[CHECK_OF[each.name] ?? 'composite'] ?? 'absent') : 'absent'
		}
	];
}

function correctionsIn(each: FieldLayout, raw: string, guess: string | undefined): MrzField['corrections'] {
	const corrections: MrzField['corrections'] = [];
	if (!guess) return corrections;
	for (let i = 0; i < raw.length; i++) {
		const from = guess.charAt(each.start + i);
		const to = raw.charAt(i);
		if (from && from !== to) corrections.push({ index: each.start + i, from, to });
	}
	return corrections;
}

/** ICAO 9303-3, 4.6: a double filler ends the primary identifier, single ones stand for spaces and hyphens. */
function splitNames(
	each: FieldLayout,
	raw: string,
	base: Pick<MrzField, 'line' | 'score' | 'corrections'>,
	readable: boolean
): MrzField[] {
	const body = raw.replace(/<+$/, '');
	const separator = body.indexOf('<<');
	const cut = separator < 0 ? body.length : separator;
	const wellFormed =
		/^[A-Z]+(<[A-Z]+)*(<<?[A-Z]+(<[A-Z]+)*)?$/.test(body) ||
		(each.name === 'secondaryIdentifier' && /^[A-Z<]*$/.test(body));
	const part = (name: MrzField['name'], from: number, to: number): MrzField => {
		const text = raw.slice(from, to);
		const value = spaced(text);
		return {
			...base,
			name,
			raw: text,
			value: readable && wellFormed && (value || name === 'secondaryIdentifier') ? value : null,
			start: each.start + from,
			end: each.start + to,
			check: 'absent',
			corrections: base.corrections.filter(({ index }) => index >= each.start + from && index < each.start + to)
		};
	};
	if (each.name === 'secondaryIdentifier') return [part('secondaryIdentifier', 0, raw.length)];
	return [part('primaryIdentifier', 0, cut), part('secondaryIdentifier', Math.min(raw.length, cut + 2), raw.length)];
}

const spaced = (text: string) => text.replace(/<+/g, ' ').trim();

function valueOf(layout: MrzLayout, each: FieldLayout, raw: string, lines: readonly string[]): string | null {
	switch (each.kind) {
		case 'documentCode':
			return layout.firstLetters.includes(raw.charAt(0)) && /^[A-Z][A-Z1-9<]$/.test(raw)
				? raw.replace(/<+$/, '')
				: null;
		case 'state':
			return /^[A-Z][A-Z<]{2}$/.test(raw) && (isStateCode(raw) || isStateCode(raw.replace(/<+$/, '')))
				? raw.replace(/<+$/, '')
				: lettersOnly(raw);
		case 'number':
			return numberOf(layout, raw, lines);
		case 'optional':
		case 'office':
			return /^<*$/.test(raw) ? null : raw.replace(/<+$/, '').replace(/^<+/, '');
		case 'primaryName':
		case 'secondaryName':
			return /^[A-Z]+(<+[A-Z]+)*<*$/.test(raw) ? spaced(raw) : null;
		case 'names':
			return spaced(raw);
		case 'date':
		case 'dateOfBirth':
			return isDate(raw) ? raw : null;
		case 'monthOfIssue':
			return /^\d\d(0[1-9]|1[0-2])$/.test(raw) ? raw : null;
		case 'sex':
			return raw === 'M' || raw === 'F' ? raw : raw === FILLER || raw === 'X' ? 'X' : null;
		case 'digits':
			return /^\d+$/.test(raw) ? raw : null;
		default:
			return each.kind satisfies never;
	}
}

/** States without a listed code still have a value: what is printed. */
const lettersOnly = (raw: string) => (/^[A-Z]+<*$/.test(raw) ? raw.replace(/<+$/, '') : null);

/** Document number, with its rest in the optional data where it is long. */
function numberOf(layout: MrzLayout, raw: string, lines: readonly string[]): string | null {
	const check = layout.checks.find(({ name }) => name === 'documentNumber');
	const long = (check?.over.length ?? 0) > 1;
	const whole =
		check && long ? check.over.map(({ line, start, end }) => (lines[line] ?? '').slice(start, end)).join('') : raw;
	const value = whole.replace(/<+$/, '');
	return value && [...value].every((letter) => letterIndex(letter) >= 0) ? value.replaceAll(FILLER, '') : null;
}

/** YYMMDD with a month and a day that exist, or with `<<` or `00` where ICAO 9303-3, 4.8 lets them be unknown. */
function isDate(raw: string): boolean {
	const match = /^(\d\d|<<)(\d\d|<<)(\d\d|<<)$/.exec(raw);
	if (!match) return false;
	const [, , month = '', day = ''] = match;
	const known = (text: string, max: number) =>
		text === '<<' || text === '00' || (Number(text) >= 1 && Number(text) <= max);
	return known(month, 12) && known(day, daysIn(month)) && raw !== '<<<<<<';
}

function daysIn(month: string): number {
	return month === '02' ? 29 : ['04', '06', '09', '11'].includes(month) ? 30 : 31;
}

import type { MrzField, MrzFormat, MrzResult } from '../types';

/** What may stand in a range; decides both the alphabet of each position and how the value is read. */
export type FieldKind =
	| 'documentCode'
	| 'state'
	| 'number'
	| 'optional'
	| 'names'
	| 'primaryName'
	| 'secondaryName'
	| 'date'
	| 'dateOfBirth'
	| 'monthOfIssue'
	| 'sex'
	| 'digits'
	| 'office';

export interface FieldLayout {
	name: MrzField['name'];
	kind: FieldKind;
	line: number;
	start: number;
	/** Exclusive. */
	end: number;
}

export interface Range {
	line: number;
	start: number;
	/** Exclusive. */
	end: number;
}

export type CheckName = keyof MrzResult['checks'];

/** One check digit: what it covers, where it stands, and whether a filler may stand for it when all it covers is filler. */
export interface CheckLayout {
	name: CheckName;
	over: Range[];
	digit: { line: number; index: number };
	fillerWhenEmpty?: boolean;
}

export interface MrzLayout {
	format: MrzFormat;
	lineCount: number;
	lineLength: number;
	fields: readonly FieldLayout[];
	/** In reading order of their digits; the composite last. */
	checks: readonly CheckLayout[];
	/** First letters of line 1 that this format may begin with. */
	firstLetters: string;
	/** Exact start of line 1, where a national format has one. */
	prefix?: string;
}

export const field = (
	name: FieldLayout['name'],
	kind: FieldKind,
	line: number,
	start: number,
	end: number
): FieldLayout => ({
	name,
	kind,
	line,
	start,
	end
});

export const range = (line: number, start: number, end: number): Range => ({ line, start, end });

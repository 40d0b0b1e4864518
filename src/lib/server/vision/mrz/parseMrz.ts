/** A typed-in or already decoded zone, by its lines. Pure, never throws. */
import type { MrzResult } from '../types';
import { FILLER } from './alphabet';
import { parseZone } from './fields';
import { FRENCH_ID, FRENCH_LICENCE } from './french';
import type { MrzLayout } from './layout';
import { MRV_A, MRV_B } from './mrv';
import { TD1, TD1_LONG_NUMBERS } from './td1';
import { TD2, TD2_LONG_NUMBERS } from './td2';
import { TD3 } from './td3';

/** National formats before the general ones of the same size. */
const BY_SIZE: readonly MrzLayout[] = [FRENCH_ID, FRENCH_LICENCE, MRV_A, MRV_B, TD1, TD2, TD3];

/** Null where the lines have the shape of no format; a zone that breaks rules inside is parsed, with `valid: false`. */
export function parseMrz(lines: readonly string[]): MrzResult | null {
	const layout = BY_SIZE.find(
		(each) =>
			lines.length === each.lineCount &&
			lines.every((line) => line.length === each.lineLength) &&
			(each.prefix ? (lines[0] ?? '').startsWith(each.prefix) : each.firstLetters.includes((lines[0] ?? '').charAt(0)))
	);
	return layout ? parseZone(withLongNumber(layout, lines), lines) : null;
}

/** A filler in the place of the number's check digit: the number goes on in the optional data up to its own digit. */
function withLongNumber(layout: MrzLayout, lines: readonly string[]): MrzLayout {
	const isTd1 = layout === TD1;
	if (!isTd1 && layout !== TD2) return layout;
	const [line, index, end] = isTd1 ? [lines[0] ?? '', 14, 30] : [lines[1] ?? '', 9, 35];
	const rest = line.slice(isTd1 ? 15 : 28, end);
	const length = rest.indexOf(FILLER) - 1;
	if (line.charAt(index) !== FILLER || length < 1) return layout;
	return (isTd1 ? TD1_LONG_NUMBERS : TD2_LONG_NUMBERS)[length - 1] ?? layout;
}

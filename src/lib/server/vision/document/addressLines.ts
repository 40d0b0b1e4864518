/** Addresses run over several lines. Pure. */
import { nextLine } from './lineGeometry';
import { lettersOnly } from './names';
import { isDate } from './numbers';
import type { PlacedLine } from './placedLines';
import { respace } from './spacing';

/** The value and up to two lines beneath that stand under its first. */
export function addressFrom(value: string, first: PlacedLine, lines: readonly PlacedLine[]): string {
	const parts = [respace(value)];
	let last = first;
	for (let more = 0; more < 2; more++) {
		const next = nextLine(last, lines, 0.7);
		if (!next || isDate(next.line.text) || next.key.length < 3) break;
		parts.push(respace(lettersOnly(next.line.text)));
		last = next;
	}
	return parts.join(', ');
}

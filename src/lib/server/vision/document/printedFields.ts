/** Fields of the printed zone: by label, by where values stand to labels, and by agreement with the machine-readable zone. Pure. */
import type { RgbImage, ExtractedField } from '../types';
import { toTextLine } from '../ocr';
import { findAgreeing } from './agreement';
import { chooseCandidates } from './chooseCandidates';
import { settleDateOrder } from './dateOrder';
import { datesByOrder, withRightCentury } from './datesByOrder';
import { labelledCandidates } from './labelledValues';
import type { LabelledField } from './labels';
import { numberedFields } from './licenceItems';
import type { PlacedLine } from './placedLines';
import type { DateOrder } from './printedDates';

export interface Candidate {
	field: LabelledField;
	value: string;
	line: PlacedLine;
	/** Higher is likelier; a label read whole with the value beneath is about 1.5. */
	rank: number;
	/** What spoke for it. */
	by: 'label' | 'item' | 'zone' | 'order';
	/** How sure the reading itself is where it is less than its line's, 0…1. */
	certainty?: number;
}

export interface PrintedContext {
	/** What the issuing state writes; the document's own dates and labels may know better. */
	order: DateOrder;
	isLicence: boolean;
	/** What the zone says, to look for in print. */
	mrz: readonly ExtractedField[];
}

/**
 * At most one value a field, with source 'viz'. Every value is what the print says: the zone only chooses between readings of
 * it, so that the two can be compared afterwards.
 */
export function printedFields(
	lines: readonly PlacedLine[],
	context: PrintedContext,
	image: Pick<RgbImage, 'width' | 'height'>
): ExtractedField[] {
	const { order, isSure } = settleDateOrder(lines, context);
	const best = chooseCandidates(
		[
			...labelledCandidates(lines, order),
			...(context.isLicence ? numberedFields(lines, order) : []),
			...findAgreeing(lines, context.mrz, order)
		],
		context.mrz
	);
	for (const each of datesByOrder(lines, best, order)) best.set(each.field, each);
	return withRightCentury([...best.values()], context.mrz).map(({ field, value, line, rank, certainty = 1 }) => ({
		name: field,
		value,
		source: 'viz',
		score:
			Math.max(0, Math.min(1, line.line.score * certainty * Math.min(1, rank))) *
			(isSure || !isDate(field) ? 1 : UNSURE_ORDER),
		box: toTextLine(line.line, image).box
	}));
}

/** A date whose day may be its month: read, but not to be relied on. */
const UNSURE_ORDER = 0.5;

const isDate = (field: LabelledField): boolean => field.startsWith('dateOf');

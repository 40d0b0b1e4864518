/** Fields of the printed zone, with a second look at the picture where a label's value was missed. */
import type { ExtractedField, RgbImage } from '../types';
import type { QuarterTurn, RecogniseLines } from '../ocr';
import { settleDateOrder } from './dateOrder';
import { placeLines, type PlacedLine } from './placedLines';
import { printedFields, type PrintedContext } from './printedFields';
import { readMissing } from './rereading';

/**
 * As printedFields. A second look only adds fields; what was read at first stays as it is. Rejects with ModelUnavailable.
 * @param rotation of the lines' picture, as readText gives it
 */
export async function readPrintedFields(
	lines: readonly PlacedLine[],
	context: PrintedContext,
	{ image, rotation, recognise }: { image: RgbImage; rotation: QuarterTurn; recognise: RecogniseLines }
): Promise<ExtractedField[]> {
	const first = printedFields(lines, context, image);
	const found = new Set<string>(first.map(({ name }) => name));
	const more = await readMissing(lines, found, settleDateOrder(lines, context).order, image, recognise);
	if (more.length === 0) return first;
	const both = printedFields(placeLines([...lines.map(({ line }) => line), ...more], rotation), context, image);
	return [...first, ...both.filter(({ name }) => !found.has(name))];
}

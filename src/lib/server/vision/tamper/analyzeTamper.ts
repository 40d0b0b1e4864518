import type { Box, RgbImage, TamperReport } from '../types';
import { reportTamper, type TamperContents } from './reportTamper';
import { tracePageTamper, traceTamper } from './traceTamper';

/** What is known of the picture's contents; less of it, fewer signals. */
export interface KnownContents extends Partial<Omit<TamperContents, 'image'>> {
	/** Of the portrait. */
	face?: Box;
}

/** Traces and report of one document picture in one go. Evidence for a person, never a verdict. */
export function analyzeTamper(
	image: RgbImage,
	original?: Uint8Array,
	{ face, ...known }: KnownContents = {}
): Promise<TamperReport> {
	return reportTamper(traceTamper(image, original, face), contentsOf(image, known));
}

/** The same for a printed page; null where it cannot be measured (see tracePageTamper). */
export async function analyzePageTamper(
	image: RgbImage,
	parts: TamperContents['parts'] = []
): Promise<TamperReport | null> {
	const traces = tracePageTamper(image);
	// The lines of a page that a program set repeat each other, and are set in many types: nothing is looked for in them.
	return traces === null ? null : reportTamper(traces, contentsOf(image, { parts, lines: [] }));
}

const contentsOf = (image: RgbImage, known: Partial<TamperContents>): TamperContents => ({
	parts: [],
	lines: null,
	values: [],
	ghost: null,
	...known,
	image
});

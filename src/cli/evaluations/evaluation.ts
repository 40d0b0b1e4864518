import type { z } from 'zod';
import { readListing } from '../inputs';
import { percent, table, type Printer } from '../printer';
import { UsageError } from '../usage';
import { errorRate, type Interval } from '$lib/server/vision/evaluation';

/** Reads a manifest (one JSON object a line), prints a line an input and a summary. */
export type Evaluation = (manifest: string, printer: Printer, options: { json: boolean }) => Promise<void>;

/** The parsed lines of a manifest and the folder its paths start at. Throws UsageError with the line's number. */
export async function readManifest<Schema extends z.ZodType>(
	file: string,
	schema: Schema
): Promise<{ folder: string; entries: z.infer<Schema>[] }> {
	const { folder, lines } = await readListing(file);
	const entries = lines.map((line, index) => {
		const parsed = schema.safeParse(parseJson(line));
		if (parsed.success) return parsed.data;
		const [issue] = parsed.error.issues;
		throw new UsageError(`Line ${index + 1} of the manifest: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
	});
	return { folder, entries };
}

function parseJson(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}

/** The end of an evaluation: the figures as one object, or as a table. */
export function printSummary(printer: Printer, json: boolean, summary: object, rows: string[][]): void {
	if (json) printer.json({ summary });
	else printer.line(`\n${table(rows)}`);
}

/** `91.20 % (83.40 – 95.50, n = 91)`: a share never goes without its 95 % interval. */
export function share(part: number, whole: number): string {
	const { rate, low, high } = errorRate(part, whole);
	return whole === 0 ? 'none' : `${percent(rate)} (${percent(low)} – ${percent(high)}, n = ${whole})`;
}

/** `0.9120 (0.8340 – 0.9550)`: any other figure with its interval, see bootstrapInterval. */
export function figure(interval: Interval | null, digits = 4): string {
	if (interval === null) return '–';
	const { value, low, high } = interval;
	return `${value.toFixed(digits)} (${low.toFixed(digits)} – ${high.toFixed(digits)})`;
}

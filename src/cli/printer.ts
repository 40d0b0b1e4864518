/** Where a command's words go: results to stdout, remarks to stderr. */
export interface Printer {
	/** One result. */
	line(text: string): void;
	/** One JSON object on a line of its own. */
	json(value: object): void;
	/** To the person, beside the results. */
	note(text: string): void;
}

export function systemPrinter(): Printer {
	const line = (text: string) => void process.stdout.write(`${text}\n`);
	return {
		line,
		json: (value) => line(JSON.stringify(value)),
		note: (text) => void process.stderr.write(`${text}\n`)
	};
}

/** Columns of equal width, the last one ragged. */
export function table(rows: readonly (readonly string[])[]): string {
	const widths: number[] = [];
	for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
	return rows
		.map((row) =>
			row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  ')
		)
		.join('\n');
}

/** Four digits are what the models are good for. */
export const round = (value: number): number => Math.round(value * 10_000) / 10_000;

export const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

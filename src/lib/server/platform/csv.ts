/** Pure. CSV after RFC 4180. */

export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** Quoted; what a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection). */
export const csvCell = (text: string): string =>
	`"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

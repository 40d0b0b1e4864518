import { drawGuilloche } from './guilloche';
import { randomStream } from './random';
import { createSheet, drawMrz, type Sheet } from './sheet';
import { photograph, type Specimen, type SpecimenOptions } from './specimen';
import type { MrzFormat } from '../types';

/** Millimetres of the document, left margin and first baseline of its zone, and the leading (ICAO 9303-4 to -7). */
const PAGES: Record<MrzFormat, { width: number; height: number; x: number; y: number; leading: number }> = {
	TD1: { width: 85.6, height: 54, x: 4.7, y: 39.6, leading: 5.4 },
	TD2: { width: 105, height: 74, x: 6.8, y: 63.2, leading: 6.2 },
	TD3: { width: 125, height: 88, x: 6.6, y: 76.4, leading: 6.35 },
	'MRV-A': { width: 120, height: 80, x: 4.2, y: 68.6, leading: 6.2 },
	'MRV-B': { width: 105, height: 74, x: 6.8, y: 62.6, leading: 6.2 },
	'FRA-ID': { width: 105, height: 74, x: 6.8, y: 63.2, leading: 6.2 },
	'FRA-DL': { width: 85.6, height: 54, x: 4.7, y: 49, leading: 5.4 }
};

export interface ZoneOptions extends SpecimenOptions {
	format: MrzFormat;
	/** The text to print, right or wrong. */
	lines: readonly string[];
	/** Opacity of the white strip under the zone, 0…1; default 0.55. Without one the security print runs through it. */
	strip?: number;
	/** Ink of the zone (CSS); default nearly black. */
	ink?: string;
	/** Any installed monospaced family; default OCR-B, as the standard has it. */
	family?: string;
}

/** A page with security print, a few lines of text, and any zone. For what the documents of Utopia never have in theirs. */
export async function drawZone(options: ZoneOptions): Promise<Specimen> {
	const { format, lines } = options;
	const page = PAGES[format];
	const seed = options.seed ?? 1;
	const random = randomStream(seed * 23 + 41);
	const sheet = createSheet(page.width, page.height, options.pixelsPerMm ?? 11);
	const hue = Math.floor(random.between(0, 360));
	drawGuilloche(
		sheet,
		{
			paper: [`hsl(${hue} 30% 93%)`, `hsl(${hue + 60} 25% 90%)`],
			lines: [`hsl(${hue} 30% 55%)`, `hsl(${hue + 120} 30% 58%)`]
		},
		seed
	);
	sheet.text('UTOPIA', 5, 9, { size: 5, weight: 700, colour: '#1d4260' });
	sheet.text('SPECIMEN', page.width - 5, 9, { size: 3, weight: 600, colour: '#a24a3c', align: 'right' });
	for (let row = 0; row < 3; row++) {
		sheet.text(random.letters('aeiounrst', 9), 30, 16 + row * 6, { size: 1.9, colour: '#4a5a6a' });
		sheet.text(random.letters('ADEILNORSTU', 11), 30, 19 + row * 6, { size: 2.9, weight: 600 });
	}
	const top = page.y - 6;
	sheet.context.fillStyle = `rgba(255,255,255,${options.strip ?? 0.55})`;
	sheet.context.fillRect(0, top, page.width, page.height - top);
	if (options.family === undefined && options.ink === undefined) drawMrz(sheet, lines, page.x, page.y, page.leading);
	else drawLetters(sheet, options, page);
	return photograph(
		sheet,
		{ person: null, portrait: null, fields: {}, mrz: { format, lines: [...lines] }, barcode: null },
		options
	);
}

/** Letter by letter on the standard's pitch of a tenth of an inch, in another face or another ink. */
function drawLetters(sheet: Sheet, { lines, family, ink }: ZoneOptions, page: (typeof PAGES)[MrzFormat]): void {
	const { context } = sheet;
	context.font = `400 3.5px ${family === undefined ? "'Specimen OCR B'" : `'${family}'`}`;
	context.fillStyle = ink ?? '#111114';
	context.textAlign = 'center';
	lines.forEach((line, row) => {
		const baseline = page.y + row * page.leading;
		[...line].forEach((letter, column) => context.fillText(letter, page.x + (column + 0.5) * 2.54, baseline));
		sheet.mark(`mrzLine${row + 1}`, page.x, baseline - 2.7, line.length * 2.54, 3);
	});
}

import { describe, expect, it } from 'vitest';
import { LINE_HEIGHT, type RecogniseLines } from '../ocr';
import type { RgbImage } from '../types';
import { printedFields } from './printedFields';
import { readPrintedFields } from './readPrintedFields';
import { layLines, readLaid, type LaidLine } from './testing';

const image: RgbImage = { width: 1000, height: 700, data: new Uint8Array(1000 * 700 * 3) };
const context = { order: 'dayFirst' as const, isLicence: false, mrz: [] };

/** What is read of a page whose places, cut out again, say what `answer` says. */
async function readAgain(laid: readonly LaidLine[], answer: string, score = 0.97) {
	const widths: number[][] = [];
	const recognise: RecogniseLines = async (pictures) => {
		expect(pictures.every(({ height }) => height === LINE_HEIGHT)).toBe(true);
		widths.push(pictures.map(({ width }) => width));
		return pictures.map(() => ({ text: answer, score, lattice: null }));
	};
	const fields = await readPrintedFields(layLines(laid), context, { image, rotation: 0, recognise });
	return { widths, values: Object.fromEntries(fields.map(({ name, value }) => [name, value])) };
}

const birth: LaidLine = ['Date of birth', 300, 128, 12];
const cut: LaidLine[] = [birth, ['05FEB196', 300, 142]];

describe('a value by its label', () => {
	it('may be wider than the label it stands under', () => {
		const laid: LaidLine[] = [
			['Valid until', 314, 72, 12],
			['10DEC/DEC16', 290, 88, 17]
		];
		expect(readLaid(laid)).toEqual({ dateOfExpiry: '2016-12-10' });
	});

	it('is not what is printed dimly across the page', () => {
		const lines = layLines([
			['Given names', 30, 150, 28],
			['ECIMEN', 260, 120, 90]
		]);
		const dim = lines.map((each) => (each.key === 'ECIMEN' ? { ...each, line: { ...each.line, score: 0.65 } } : each));
		expect(printedFields(dim, context, image)).toEqual([]);
	});
});

describe('a second look', () => {
	it('reads to its end a date that was cut short', async () => {
		const { values, widths } = await readAgain(cut, '05FEB1965');
		expect(values).toEqual({ dateOfBirth: '1965-02-05' });
		expect(widths).toHaveLength(1);
	});

	it.each([
		['begins otherwise', '07MAR1971', 0.97],
		['is no date', '05FEB196', 0.97],
		['is unclear', '05FEB1965', 0.7]
	])('takes nothing that %s', async (_, answer, score) => {
		expect((await readAgain(cut, answer, score)).values).toEqual({});
	});

	it('reads the row under a label and the row beside it where nothing was seen', async () => {
		const { values, widths } = await readAgain([birth], '05.02.1965');
		expect(values).toEqual({ dateOfBirth: '1965-02-05' });
		expect(widths.flat()).toHaveLength(2);
	});

	it('costs nothing where every label has its value, and keeps what was read', async () => {
		const { values, widths } = await readAgain([birth, ['05.02.1965', 300, 142]], '01.01.1999');
		expect(values).toEqual({ dateOfBirth: '1965-02-05' });
		expect(widths).toEqual([]);
	});

	it('looks at six places at most', async () => {
		const labels = ['Surname', 'Given names', 'Passport No.', 'Date of birth', 'Date of expiry'];
		const { widths } = await readAgain(
			labels.map((label, i): LaidLine => [label, 100, 60 + 100 * i, 12]),
			''
		);
		expect(widths.flat()).toHaveLength(6);
	});
});

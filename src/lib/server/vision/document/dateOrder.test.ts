import { describe, expect, it } from 'vitest';
import type { ExtractedField, TextLine } from '../types';
import { settleDateOrder } from './dateOrder';
import { placeLines } from './placedLines';
import { printedFields } from './printedFields';

const size = { width: 1000, height: 600 };
/** [text, left, top] in pixels; a letter is 12 wide and 20 high. */
const place = (...lines: [string, number, number][]) =>
	placeLines(
		lines.map(([text, x, y]) => {
			const right = x + 12 * text.length;
			const corners: TextLine['corners'] = [
				{ x, y },
				{ x: right, y },
				{ x: right, y: y + 20 },
				{ x, y: y + 20 }
			];
			return { text, score: 1, corners };
		}),
		0
	);
const birth: ExtractedField = { name: 'dateOfBirth', value: '1993-04-01', source: 'mrz', score: 1, box: null };
const given = { order: 'dayFirst' as const, mrz: [] };

describe('settleDateOrder', () => {
	it.each([
		['another date of the document', ['04/01/1993', '01/15/2024'], given, 'monthFirst', true],
		['a day above twelve', ['04/01/1993', '15/01/2024'], given, 'dayFirst', true],
		['the zone', ['04/01/1993'], { ...given, mrz: [birth] }, 'monthFirst', true],
		['the issuing state', ['04/01/1993'], { ...given, order: 'monthFirst' as const }, 'monthFirst', true],
		['American labels', ['DRIVER LICENSE', '3DOB', '04/01/1993'], given, 'monthFirst', true],
		['custom alone, and says so', ['3 DOB', '04/01/1993'], given, 'dayFirst', false],
		['full stops', ['04.01.1993'], given, 'dayFirst', true]
	] as const)('is settled by %s', (_, texts, context, order, isSure) => {
		const lines = place(...texts.map((text, row): [string, number, number] => [text, 0, row * 40]));
		expect(settleDateOrder(lines, context)).toEqual({ order, isSure });
	});
});

describe('printedFields', () => {
	const read = (...lines: [string, number, number][]) =>
		Object.fromEntries(
			printedFields(place(...lines), { ...given, isLicence: true }, size).map(({ name, value }) => [name, value])
		);

	it('never takes the label of one field for the value of another', () => {
		const fields = read(
			['2FN', 400, 100],
			['ANNA MARIA', 484, 100],
			['3DOB', 400, 145],
			['04/01/1993', 484, 145],
			['4aISS', 400, 190],
			['01/15/2024', 484, 190]
		);
		expect(fields).toMatchObject({
			secondaryIdentifier: 'ANNA MARIA',
			dateOfBirth: '1993-04-01',
			dateOfIssue: '2024-01-15'
		});
	});

	it('finds an address whose item number stands alone', () => {
		const fields = read(['8', 400, 105], ['86MILL LANE', 430, 100], ['38285LAKEMONT', 430, 125]);
		expect(fields.address).toBe('86 MILL LANE, 38285 LAKEMONT');
	});
});

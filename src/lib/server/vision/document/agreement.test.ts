import { describe, expect, it } from 'vitest';
import { blindPairs } from '../mrz';
import { alike } from './numbers';
import { fromZone, readLaid, type LaidLine } from './testing';

const pairs = blindPairs();
const both = pairs.flatMap(([a, b]): [string, string][] => [
	[a, b],
	[b, a]
]);
const printed = (letter: string) => `L8${letter}8902C3`.replace('<', '');
const label: LaidLine = ['Document No.', 300, 40, 12];

describe('the pairs that check digits cannot see', () => {
	it('are 52', () => {
		expect(new Set(pairs.map((pair) => pair.join(''))).size).toBe(52);
	});

	it.each(both)('a printed %s is reported where the zone has %s', (inPrint, inZone) => {
		const mrz = [fromZone('documentNumber', printed(inZone))];
		const { documentNumber = '' } = readLaid([label, [printed(inPrint), 300, 54]], { mrz });
		expect(documentNumber).toBe(printed(inPrint));
		expect(alike(documentNumber)).not.toBe(alike(printed(inZone)));
	});

	it.each(both)('a printed %s is reported where the zone has %s, also without a label', (inPrint, inZone) => {
		const mrz = [fromZone('documentNumber', printed(inZone))];
		expect(readLaid([[printed(inPrint), 300, 54]], { mrz }).documentNumber).toBe(printed(inPrint));
	});

	it.each(both)('a printed %s beside its label outweighs the zone’s %s elsewhere on the page', (inPrint, inZone) => {
		const mrz = [fromZone('documentNumber', printed(inZone))];
		const lines: LaidLine[] = [label, [printed(inPrint), 300, 54], [printed(inZone), 800, 300]];
		expect(readLaid(lines, { mrz }).documentNumber).toBe(printed(inPrint));
	});

	it.each(both.filter((pair) => pair.every((letter) => /[A-Z]/.test(letter))))(
		'a printed %s in a name is reported where the zone has %s',
		(inPrint, inZone) => {
			const mrz = [fromZone('primaryIdentifier', `NA${inZone}DIROVA`)];
			const lines: LaidLine[] = [
				['Surname', 300, 40, 12],
				[`NA${inPrint}DIROVA`, 300, 54]
			];
			expect(readLaid(lines, { mrz }).primaryIdentifier).toBe(`NA${inPrint}DIROVA`);
		}
	);

	it('a date that differs from the zone by ten in one digit is reported as printed', () => {
		const mrz = [fromZone('dateOfBirth', '1984-08-12')];
		const lines: LaidLine[] = [
			['Date of birth', 300, 40, 12],
			['12.08.1974', 300, 54]
		];
		expect(readLaid(lines, { mrz }).dateOfBirth).toBe('1974-08-12');
	});
});

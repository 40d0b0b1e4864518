import { describe, expect, it } from 'vitest';
import type { TextLine } from '../types';
import { extractAddressFields } from './extractAddressFields';

const line = (text: string, x: number, y: number, height = 0.016): TextLine => {
	const box = { x, y, width: Math.min(0.9 - x, text.length * 0.01), height };
	const [right, bottom] = [box.x + box.width, box.y + box.height];
	return {
		text,
		score: 0.97,
		box,
		corners: [
			{ x, y },
			{ x: right, y },
			{ x: right, y: bottom },
			{ x, y: bottom }
		]
	};
};

const read = (...lines: TextLine[]): Record<string, string> =>
	Object.fromEntries(extractAddressFields(lines).fields.map(({ name, value }) => [name, value]));

describe('extractAddressFields', () => {
	it('tells the addressee from the sender', () => {
		expect(
			read(
				line('Zenith Power Company', 0.1, 0.05, 0.03),
				line('1 Turbine Square, 10001 Zenith', 0.1, 0.09),
				line('Anna Eriksson', 0.1, 0.2),
				line('12 Mill Lane', 0.1, 0.22),
				line('41731 Lakemont', 0.1, 0.24)
			)
		).toMatchObject({
			issuer: 'Zenith Power Company',
			fullName: 'Anna Eriksson',
			address: '12 Mill Lane, 41731 Lakemont'
		});
	});

	it.each([
		['12 Mill Lane', 'LONDON SW1A 1AA'],
		['12 Main St', 'Anytown, PA 18062-1234'],
		['100 Wellington St', 'OTTAWA ON K1A 0B1'],
		['12 rue des Cigales', '75008 PARIS'],
		['Hauptstrasse 12', 'D-10115 Berlin'],
		['ul. Prosta 51', '00-838 Warszawa'],
		['Weena 664', '3012 CN Rotterdam']
	])('knows the postal line under %s', (street, postal) => {
		const fields = read(line('Anna Eriksson', 0.1, 0.2), line(street, 0.1, 0.22), line(postal, 0.1, 0.24));
		expect(fields).toMatchObject({ fullName: 'Anna Eriksson', address: `${street}, ${postal}` });
	});

	it('puts back the spaces that a recogniser lost beside numbers', () => {
		const name = line('Anna Eriksson', 0.1, 0.2);
		expect(read(name, line('12Mill Lane', 0.1, 0.22), line('39801Zenith', 0.1, 0.24)).address).toBe(
			'12 Mill Lane, 39801 Zenith'
		);
		expect(read(name, line('12 MILL LANE, ANYTOWN, PA18062', 0.1, 0.22)).address).toBe(
			'12 MILL LANE, ANYTOWN, PA 18062'
		);
	});

	it('takes the date of the document, not the day payment is due', () => {
		expect(
			read(line('Due date: 1 August 2026', 0.5, 0.1), line('Statement date', 0.5, 0.13), line('3 July 2026', 0.7, 0.13))
				.documentDate
		).toBe('2026-07-03');
	});

	it('reads the month first on a page with a postal code of the United States', () => {
		const address = [line('Jane Doe', 0.1, 0.2), line('12 Main St', 0.1, 0.22), line('Anytown, PA 18062', 0.1, 0.24)];
		expect(read(...address, line('Bill date 03/02/2026', 0.5, 0.1)).documentDate).toBe('2026-03-02');
		expect(read(line('Bill date 03/02/2026', 0.5, 0.1)).documentDate).toBe('2026-02-03');
	});

	it('finds the account number beside or below its label', () => {
		expect(read(line('Account number: 1234-5678-912', 0.1, 0.1)).accountNumber).toBe('1234-5678-912');
		expect(read(line('Account number', 0.1, 0.1), line('98292881', 0.5, 0.1)).accountNumber).toBe('98292881');
		expect(read(line('Account number', 0.1, 0.1), line('98292881', 0.1, 0.125)).accountNumber).toBe('98292881');
	});

	it('says nothing of an empty or a blank page', () => {
		expect(extractAddressFields([])).toEqual({ documentKind: 'unknown', fields: [] });
	});
});

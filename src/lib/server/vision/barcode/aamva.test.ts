import { describe, expect, it } from 'vitest';
import { randomStream, specimenPerson, writeAamvaFile } from '../testing';
import { parseAamva } from './aamva';

const values = (text: string): Record<string, string> =>
	Object.fromEntries((parseAamva(text)?.fields ?? []).map(({ name, value }) => [name, value]));

const file = (version: string, body: string): string => `@\n\x1e\rANSI 636999${version}${body}`;

describe('parseAamva', () => {
	it('gives back what was written', () => {
		const person = specimenPerson(8, { surname: 'DA SILVA', givenNames: 'CLARA JANE', dateOfBirth: '1985-02-11' });
		const text = writeAamvaFile({
			person,
			documentNumber: 'D1234567',
			dateOfIssue: '2024-01-31',
			dateOfExpiry: '2032-01-30'
		});
		expect(values(text)).toMatchObject({
			primaryIdentifier: 'DA SILVA',
			secondaryIdentifier: 'CLARA JANE',
			documentNumber: 'D1234567',
			dateOfBirth: '1985-02-11',
			dateOfIssue: '2024-01-31',
			dateOfExpiry: '2032-01-30',
			sex: 'F'
		});
		expect(parseAamva(text)).toMatchObject({ aamvaVersion: 10, jurisdictionVersion: 0, problems: [] });
	});

	it.each([
		['DAADOE,JANE,ANN', 'DOE', 'JANE ANN'],
		['DAADOE,JANE ANN', 'DOE', 'JANE ANN'],
		['DAADOE,JANE, ,', 'DOE', 'JANE'],
		['DAADOE@JANE@ANN', 'DOE', 'JANE ANN'],
		['DAAJANE ANN DOE', 'DOE', 'JANE ANN'],
		['DAAJANE DOE JR', 'DOE JR', 'JANE']
	])('splits the combined name of the year 2000: %s', (element, surname, givenNames) => {
		const read = values(file('0101', `DL00290100DLDAQ1\n${element}\nDBB19800102\nDBA20300102\nDAJPA\n`));
		expect(read).toMatchObject({
			primaryIdentifier: surname,
			secondaryIdentifier: givenNames,
			dateOfBirth: '1980-01-02'
		});
	});

	it.each([
		['030001', 'DBB01021980\nDCGUSA', '1980-01-02'],
		['030001', 'DBB19800102\nDCGCAN', '1980-01-02'],
		['030001', 'DBB19930204\nDAJAB', '1993-02-04'],
		['0101', 'DBB19800102', '1980-01-02'],
		['040001', 'DBB19581031\nDCGUSA', '1958-10-31'],
		['090001', 'DBB13011980\nDCGUSA', undefined],
		['090001', 'DBB02301980\nDCGUSA', undefined]
	])('reads dates in the order of version %s: %j', (version, body, date) => {
		expect(values(file(version, `DL00310100DLDAQ1\n${body}\n`)).dateOfBirth).toBe(date);
	});

	it.each(['00', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '42'])(
		'finds elements by id in version %s, known or not',
		(version) => {
			const jurisdiction = Number(version) >= 2 ? '00' : '';
			const text = file(`${version}${jurisdiction}02`, 'DL00410100ZU01410010DLDAQX1\nDCSDOE\nDACJANE\rZUZUACOUNTY\r');
			expect(parseAamva(text)?.elements).toEqual({ DAQ: 'X1', DCS: 'DOE', DAC: 'JANE', ZUA: 'COUNTY' });
			expect(parseAamva(text)?.problems.includes('unknown version 42')).toBe(version === '42');
		}
	);

	it('survives lost separators, a missing subfile type and control letters written out', () => {
		expect(values('@acANSI 636060040002DL00410266ZW03070036DCAC\nDAQ123\n').documentNumber).toBe('123');
		expect(values('@\n\nANSI 990876030001DLabacDLDAQ123\n').documentNumber).toBe('123');
		expect(values('@\u0090\n\u0090ANSI 636006090001DL00410259DLDAQ123\u0090\n\u0090DCSDOE\u0090').documentNumber).toBe(
			'123'
		);
		expect(values('@<LF><RS><CR>ANSI 636006090001DL00410259DLDAQ123<LF>DCSDOE<CR>').primaryIdentifier).toBe('DOE');
		expect(values('@\n\x1eAAMVA6360060101DL00290179DAADOE,JANE,A\nDAQ123\n').primaryIdentifier).toBe('DOE');
	});

	it('takes a name that its issuer says was cut for no problem', () => {
		const whole = 'DL00310100DLDAQ1\nDCSVERYLONG\nDDET\nDDFN\nDDGT\nDBB01021980\nDBA01022030\n';
		expect(parseAamva(file('080001', whole))?.problems).toEqual([]);
	});

	it('keeps the first of two equal elements', () => {
		const read = parseAamva(file('080001', 'DL00310100DLDAQ1\nDAQ2\n'));
		expect(read?.elements.DAQ).toBe('1');
		expect(read?.problems).toContain('DAQ twice');
	});

	it('takes no other text for a licence', () => {
		expect(parseAamva('https://example.org/ANSI')).toBeNull();
		expect(parseAamva('')).toBeNull();
	});

	it('never throws, whatever ten thousand damaged files hold', () => {
		const random = randomStream(417);
		const person = specimenPerson(1);
		let survived = 0;
		const text = writeAamvaFile({
			person,
			documentNumber: 'D1',
			dateOfIssue: '2024-01-31',
			dateOfExpiry: '2032-01-30'
		});
		for (let round = 0; round < 10_000; round++) {
			const letters = [...text];
			for (let change = random.between(1, 30); change > 0; change--) {
				const at = Math.floor(random.between(0, letters.length));
				const letter = String.fromCharCode(Math.floor(random.between(0, 300)));
				letters.splice(at, Math.floor(random.between(0, 3)), ...(random.next() < 0.7 ? [letter] : []));
			}
			parseAamva(letters.join('').slice(Math.floor(random.between(0, 12))));
			survived++;
		}
		expect(survived).toBe(10_000);
	});
});

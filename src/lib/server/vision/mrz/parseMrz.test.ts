import { describe, expect, it } from 'vitest';
import { MRZ_ALPHABET } from './alphabet';
import { parseMrz } from './parseMrz';

const SPECIMENS: Record<string, string[]> = {
	TD1: ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'],
	TD2: ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
	TD3: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
	'MRV-A': ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'],
	'MRV-B': ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'],
	'FRA-ID': ['IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<', '9409923102854CORINNE<<<<<<<6512068F4'],
	'FRA-DL': ['D1FRA13AA000026181231MARTIN<<9']
};

describe('parseMrz', () => {
	it.each(Object.entries(SPECIMENS))('reads the published specimen of %s as valid', (format, lines) => {
		const mrz = parseMrz(lines);
		expect(mrz).toMatchObject({ format, valid: true, lines });
		for (const field of mrz?.fields ?? []) {
			expect(mrz?.lines[field.line]?.slice(field.start, field.end)).toBe(field.raw);
		}
	});

	it('names every part of a passport', () => {
		const mrz = parseMrz(SPECIMENS.TD3 ?? []);
		const value = (name: string) => mrz?.fields.find((each) => each.name === name)?.value;
		expect(value('primaryIdentifier')).toBe('ERIKSSON');
		expect(value('secondaryIdentifier')).toBe('ANNA MARIA');
		expect(value('documentNumber')).toBe('L898902C3');
		expect(value('dateOfBirth')).toBe('740812');
		expect(value('sex')).toBe('F');
		expect(value('issuingState')).toBe('UTO');
		expect(value('personalNumber')).toBe('ZE184226B');
	});

	it('takes Germany for one letter and fillers', () => {
		const lines = ['P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<', 'C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4'];
		expect(parseMrz(lines)?.fields.find(({ name }) => name === 'issuingState')?.value).toBe('D');
		expect(parseMrz(lines)?.valid).toBe(true);
	});

	it('joins a long number of a card and checks it as a whole', () => {
		const lines = [
			'I<UTOD23145890<7349<<<<<<<<<<<',
			'7408122F1204159UTO<<<<<<<<<<<6',
			'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'
		];
		const mrz = parseMrz(lines);
		expect(mrz?.fields.find(({ name }) => name === 'documentNumber')?.value).toBe('D23145890734');
		expect(mrz?.checks.documentNumber).toBe('valid');
	});

	it('calls a zone invalid for each single digit that is changed under a check', () => {
		const [first = '', second = ''] = SPECIMENS.TD3 ?? [];
		for (const place of [0, 4, 9, 13, 18, 19, 22, 27, 30, 42, 43]) {
			const other = second.charAt(place) === '7' ? '8' : '7';
			const changed = second.slice(0, place) + other + second.slice(place + 1);
			expect(parseMrz([first, changed])?.valid).toBe(false);
		}
	});

	it('gives null for lines of no format', () => {
		expect(parseMrz([])).toBeNull();
		expect(parseMrz(['P<UTO'])).toBeNull();
		expect(parseMrz(['X'.repeat(44), 'X'.repeat(44)])).toBeNull();
	});

	it('never throws on garbage of any shape', () => {
		let seed = 1;
		const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
		const letters = `${MRZ_ALPHABET} äß中\u0000`;
		for (let i = 0; i < 5000; i++) {
			const length = [30, 36, 44, random(60)][random(4)] ?? 0;
			const lines = Array.from({ length: random(5) }, () =>
				Array.from({ length }, () => letters.charAt(random(letters.length))).join('')
			);
			if (lines[0] && random(2)) lines[0] = ('PIVD'.charAt(random(4)) + lines[0]).slice(0, length);
			expect(parseMrz(lines)?.valid ?? false).toBe(false);
		}
	});
});

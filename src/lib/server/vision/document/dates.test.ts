import { describe, expect, it } from 'vitest';
import { resolveCentury } from './centuries';
import { findDates, findTightDates } from './printedDates';

const values = (text: string, order?: 'dayFirst' | 'monthFirst') => findDates(text, order).map(({ value }) => value);

describe('findDates', () => {
	it.each([
		['12.08.1974', '1974-08-12'],
		['12 AUG/AOUT 74', '1974-08-12'],
		['12AUGUST/AOUT74', '1974-08-12'],
		['30MAR/MAR1972', '1972-03-30'],
		['13LIP/JUL2006', '2006-07-13'],
		['16 APR/AVR 12', '2012-04-16'],
		['1976-04-24', '1976-04-24'],
		['05 FEB 1965', '1965-02-05'],
		['06 12 1965', '1965-12-06'],
		['N(e)le:06.12.1965', '1965-12-06'],
		['3.14.07.1981(Utopia City)', '1981-07-14'],
		['3.14.07.81', '1981-07-14'],
		['12 01 85', '1985-01-12'],
		['1/12/85', '1985-12-01'],
		['31.122015', '2015-12-31'],
		['01.072014', '2014-07-01'],
		['12.XII.1985', '1985-12-12'],
		['1985. 03. 12.', '1985-03-12'],
		['1985 MAR 12', '1985-03-12'],
		['15 JUIN/JUNE 21', '2021-06-15'],
		['15MEI/JUN21', '2021-06-15'],
		['04 LIS/NOV 2007', '2007-11-04'],
		['12 SZE/SEP 07', '2007-09-12'],
		['12 AĞU/AUG 07', '2007-08-12'],
		['O5OCT/OCT08', '2008-10-05'],
		['I5 APR/AVR 12', '2012-04-15'],
		['JAN 12, 1985', '1985-01-12']
	])('reads %s', (text, value) => {
		expect(values(text)).toEqual([value]);
	});

	it('reads both ends of a range', () => {
		expect(values('01.01.2004-01.01.2009')).toEqual(['2004-01-01', '2009-01-01']);
	});

	it('reads two dates that ran together', () => {
		expect(values('10DEC/DEC1112DEC/DEC16')).toEqual(['2011-12-10', '2016-12-12']);
	});

	it('reads no day whose first digit was read as a letter that is none', () => {
		expect(values('f5 APR/AVR 12')).toEqual([]);
	});

	it('takes digits in a row for a date only where asked to', () => {
		expect(values('01012025')).toEqual([]);
		expect(findTightDates('01012025').map(({ value }) => value)).toEqual(['2025-01-01']);
		expect(findTightDates('20250131').map(({ value }) => value)).toEqual(['2025-01-31']);
	});

	it('takes the month first where the issuing state does, unless that is no month', () => {
		expect(values('04/02/1976', 'monthFirst')).toEqual(['1976-04-02']);
		expect(values('04/02/1976')).toEqual(['1976-02-04']);
		expect(values('04/24/1976')).toEqual(['1976-04-24']);
	});

	it('reads no date into days that do not exist, nor into numbers', () => {
		expect(values('31.02.1990')).toEqual([]);
		expect(values('0706966505468')).toEqual([]);
	});
});

describe('resolveCentury', () => {
	const today = new Date('2026-11-22');
	it('never puts a birth in the future', () => {
		expect(resolveCentury('261122', 'birth', today)).toBe('2026-11-22');
		expect(resolveCentury('261123', 'birth', today)).toBe('1926-11-23');
		expect(resolveCentury('740812', 'birth', today)).toBe('1974-08-12');
	});
	it('puts an expiry within thirty years back and fifty ahead', () => {
		expect(resolveCentury('310101', 'expiry', today)).toBe('2031-01-01');
		expect(resolveCentury('960101', 'expiry', today)).toBe('1996-01-01');
		expect(resolveCentury('750101', 'expiry', today)).toBe('2075-01-01');
	});
	it('gives no date for unknown parts', () => {
		expect(resolveCentury('74<<<<', 'birth', today)).toBeNull();
		expect(resolveCentury('740230', 'birth', today)).toBeNull();
	});
});

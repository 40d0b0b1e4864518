import { describe, expect, it } from 'vitest';
import { MRZ_ALPHABET } from './alphabet';
import { blindPairs, checkDigit } from './checkDigit';

describe('checkDigit', () => {
	it('gives the digits of the worked examples of ICAO 9303', () => {
		expect(checkDigit('AB2134<<<')).toBe(5);
		expect(checkDigit('520727')).toBe(3);
		expect(checkDigit('L898902C3')).toBe(6);
		expect(checkDigit('740812')).toBe(2);
		expect(checkDigit('120415')).toBe(9);
		expect(checkDigit('ZE184226B<<<<<')).toBe(1);
		expect(checkDigit('L898902C3674081221204159ZE184226B<<<<<1')).toBe(0);
	});

	it('gives no digit for letters that a zone does not have', () => {
		expect(checkDigit('ÄB')).toBeNull();
		expect(checkDigit('a')).toBeNull();
	});

	it('sees every change of one letter but those of the 52 blind pairs', () => {
		const blind = new Set(blindPairs().map((pair) => pair.join('')));
		expect(blind.size).toBe(52);
		for (const pair of ['6G', '8S', 'EO', '5P', 'MW', 'HR', 'CM', 'DN']) expect(blind).toContain(pair);
		for (let a = 0; a < MRZ_ALPHABET.length; a++) {
			for (let b = a + 1; b < MRZ_ALPHABET.length; b++) {
				const [x, y] = [MRZ_ALPHABET.charAt(a), MRZ_ALPHABET.charAt(b)];
				for (let place = 0; place < 3; place++) {
					const text = (letter: string) => '123'.slice(0, place) + letter + '789';
					expect(checkDigit(text(x)) === checkDigit(text(y))).toBe(blind.has(x + y));
				}
			}
		}
	});
});

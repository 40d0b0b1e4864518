import { describe, expect, it } from 'vitest';
import { letterIndex } from './alphabet';
import type { GridRow } from './gridRow';
import { readGridZone } from './gridZone';
import { NET_CLASSES, NO_LETTER } from './letterNet';

const TD3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const TD1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'];
const LONG_TD2 = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D23145890<UTO7408122F12041597349<<<4'];

/** What the net would see: two empty places at either end. `seen` maps places to other letters. */
function row(text: string, seen: Record<number, Record<string, number>> = {}): GridRow {
	const count = text.length + 4;
	const out = new Float32Array(count * NET_CLASSES);
	for (let k = 0; k < count; k++) {
		const letter = text.charAt(k - 2);
		const given = letter === '' ? {} : (seen[k - 2] ?? { [letter]: 0.98 });
		let rest = 1;
		for (const [other, probability] of Object.entries(given)) {
			out[k * NET_CLASSES + letterIndex(other)] = probability;
			rest -= probability;
		}
		out[k * NET_CLASSES + NO_LETTER] = rest;
	}
	return { count, seen: out, places: Array.from({ length: count }, (_, k) => ({ x: k, y: 0 })), clarity: 1 };
}

const read = (rows: GridRow[]) =>
	readGridZone(
		rows,
		rows.map(() => [])
	)?.mrz;

describe('readGridZone', () => {
	it('reads what is plainly there, in the format whose length fits', () => {
		expect(read(TD3.map((line) => row(line)))).toMatchObject({ format: 'TD3', lines: TD3, valid: true });
		expect(read(TD1.map((line) => row(line)))).toMatchObject({ format: 'TD1', lines: TD1, valid: true });
	});

	it('reads a long number of a larger card with its rest behind the dates', () => {
		const mrz = read(LONG_TD2.map((line) => row(line)));
		expect(mrz).toMatchObject({ format: 'TD2', lines: LONG_TD2, checks: { documentNumber: 'valid' } });
		expect(mrz?.fields.find(({ name }) => name === 'documentNumber')?.value).toBe('D23145890734');
	});

	it('puts letters for digits where only letters can stand, and says so', () => {
		const mrz = read([
			row(TD3[0] ?? '', { 4: { '0': 0.9, O: 0.05 } }),
			row(TD3[1] ?? '', { 13: { '7': 0.6, T: 0.3 } })
		]);
		expect(mrz?.lines).toEqual(TD3);
		expect(mrz?.fields.find(({ name }) => name === 'issuingState')?.corrections).toEqual([
			{ index: 4, from: '0', to: 'O' }
		]);
	});

	it('lets check digits decide between letters that the picture leaves open', () => {
		const mrz = read([row(TD3[0] ?? ''), row(TD3[1] ?? '', { 3: { '3': 0.5, '8': 0.4 } })]);
		expect(mrz).toMatchObject({ lines: TD3, valid: true });
	});

	it('reports a wrong digit as printed and the zone invalid, rather than another letter that would fit', () => {
		const printed = (TD3[1] ?? '').replace('L898902C36', 'L898902C37');
		const mrz = read([row(TD3[0] ?? ''), row(printed)]);
		expect(mrz?.lines[1]).toBe(printed);
		expect(mrz).toMatchObject({ valid: false, checks: { documentNumber: 'invalid' } });
	});

	it('keeps a date of birth that breaks its digit as printed', () => {
		const printed = (TD3[1] ?? '').replace('7408122', '7409122');
		expect(read([row(TD3[0] ?? ''), row(printed)])).toMatchObject({ valid: false, lines: [TD3[0], printed] });
	});

	it('calls no zone valid in which two letters could be others that fit the digits as well', () => {
		// Two letters O for noughts whose weights add up to a multiple of ten keep every digit.
		const doubtful = { '0': 0.45, O: 0.45 };
		const number = 'L00002C36';
		const lines = [TD3[0] ?? '', `${number}7UTO7408122F1204159ZE184226B<<<<<10`];
		const seen = { 1: doubtful, 2: doubtful, 3: doubtful, 4: doubtful };
		expect(read([row(lines[0] ?? ''), row(lines[1] ?? '', seen)])?.valid).toBe(false);
	});

	it('calls no zone valid whose names are doubtful, which no digit checks', () => {
		const mrz = read([row(TD3[0] ?? '', { 7: { I: 0.5, T: 0.45 } }), row(TD3[1] ?? '')]);
		expect(mrz).toMatchObject({ valid: false, checks: { composite: 'valid' } });
	});

	it('answers within the five seconds of bad input on rows of fillers, which fit every format in every row', () => {
		const start = performance.now();
		expect(read(Array.from({ length: 4 }, () => row('<'.repeat(30))))?.valid ?? false).toBe(false);
		expect(performance.now() - start).toBeLessThan(5000);
	});

	it('finds no valid zone where nothing was read', () => {
		expect(readGridZone([], [])).toBeNull();
		expect(readGridZone([null], [[]])).toBeNull();
		const empty = row(' '.repeat(44), Object.fromEntries(Array.from({ length: 44 }, (_, k) => [k, { A: 1 / 38 }])));
		expect(read([empty, empty])?.valid ?? false).toBe(false);
	});
});

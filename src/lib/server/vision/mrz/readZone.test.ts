import { describe, expect, it } from 'vitest';
import { ALPHABET_SIZE, letterIndex } from './alphabet';
import { BLANK, ROW, type ZoneLattice } from './lattice';
import { readZone } from './readZone';

const TD3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];
const TD1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'];

/** What a recogniser would give: a spike a letter, blanks between. `seen` maps places to other letters or to none. */
function lattice(text: string, seen: Record<number, Partial<Record<string, number>>> = {}): ZoneLattice {
	const perLetter = 4;
	const steps = (text.length + 2) * perLetter;
	const rows = new Float32Array(steps * ROW);
	const positions = Float32Array.from({ length: steps }, (_, t) => (t + 0.5) / steps);
	for (let t = 0; t < steps; t++) rows[t * ROW + BLANK] = 1;
	Array.from(text, (letter, k) => {
		const at = ((k + 1) * perLetter + 1) * ROW;
		const spike = seen[k] ?? { [letter]: 0.98 };
		rows.fill(0, at, at + ROW);
		let rest = 1;
		for (const [other, probability = 0] of Object.entries(spike)) {
			rows[at + letterIndex(other)] = probability;
			rest -= probability;
		}
		rows[at + BLANK] = rest;
	});
	return { steps, rows, positions };
}

const read = (lines: ZoneLattice[]) => readZone(lines.map((line) => [line]))?.mrz;

describe('readZone', () => {
	it('reads what is plainly there, in the format whose length fits', () => {
		expect(read(TD3.map((line) => lattice(line)))).toMatchObject({ format: 'TD3', lines: TD3, valid: true });
		expect(read(TD1.map((line) => lattice(line)))).toMatchObject({ format: 'TD1', lines: TD1, valid: true });
	});

	it('restores fillers that the recogniser swallowed, by the pitch of the letters', () => {
		const missing = Object.fromEntries([26, 27, 31, 35, 36, 40, 43].map((place) => [place, {}]));
		expect(read([lattice(TD3[0] ?? '', missing), lattice(TD3[1] ?? '')])?.lines).toEqual(TD3);
	});

	it('restores a first letter that was dropped', () => {
		expect(read([lattice(TD3[0] ?? '', { 0: {} }), lattice(TD3[1] ?? '')])?.lines).toEqual(TD3);
	});

	it('puts letters for digits where only letters can stand, and says so', () => {
		const mrz = read([
			lattice(TD3[0] ?? '', { 4: { '0': 0.9, O: 0.05 } }),
			lattice(TD3[1] ?? '', { 7: { C: 0.9 }, 13: { '7': 0.9 } })
		]);
		expect(mrz?.lines).toEqual(TD3);
		expect(mrz?.fields.find(({ name }) => name === 'issuingState')?.corrections).toEqual([
			{ index: 4, from: '0', to: 'O' }
		]);
	});

	it('lets check digits decide between letters that the picture leaves open', () => {
		const mrz = read([lattice(TD3[0] ?? ''), lattice(TD3[1] ?? '', { 3: { '3': 0.5, '8': 0.4 } })]);
		expect(mrz).toMatchObject({ lines: TD3, valid: true });
	});

	it('reports a wrong digit as printed and the zone invalid, rather than another letter that would fit', () => {
		const printed = (TD3[1] ?? '').replace('L898902C36', 'L898902C37');
		const mrz = read([lattice(TD3[0] ?? ''), lattice(printed)]);
		expect(mrz?.lines[1]).toBe(printed);
		expect(mrz).toMatchObject({ valid: false, checks: { documentNumber: 'invalid' } });
	});

	it('keeps a date of birth that breaks its digit as printed', () => {
		const printed = (TD3[1] ?? '').replace('7408122', '7409122');
		expect(read([lattice(TD3[0] ?? ''), lattice(printed)])).toMatchObject({ valid: false, lines: [TD3[0], printed] });
	});

	it('finds no zone where no line was read', () => {
		const empty = {
			steps: 40,
			rows: new Float32Array(40 * ROW).fill(1 / ALPHABET_SIZE),
			positions: new Float32Array(40)
		};
		expect(readZone([])).toBeNull();
		expect(readZone([[empty]])?.mrz.valid ?? false).toBe(false);
	});
});

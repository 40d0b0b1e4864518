import { STATE_CODES } from '../mrz/states';
import type { MrzFormat } from '../types';
import { writeFrenchId, writeFrenchLicence, writeMrz } from './mrzText';
import { specimenPerson } from './people';
import { randomStream, type RandomStream } from './random';

/**
 * The lines of a zone as any state might print them: every listed state, names of all lengths (cut off at the end of the
 * line, of one letter, without a secondary identifier), unknown parts of a date of birth, all sexes, optional data, and
 * numbers longer than nine characters on cards. Right by every check digit.
 */
export function inventZone(format: MrzFormat, seed: number): string[] {
	const random = randomStream(seed * 4099 + format.length * 57 + format.charCodeAt(2));
	const person = specimenPerson(seed, {
		surname: inventNames(random, 1 + Number(random.next() < 0.3)),
		givenNames: random.next() < 0.06 ? '' : inventNames(random, 1 + Math.floor(random.next() * 3)),
		sex: random.pick(['F', 'M', 'F', 'M', 'F', 'M', 'X']),
		nationality: random.pick(STATES),
		dateOfBirth: inventDate(random, 1930, 2024, true)
	});
	if (format === 'FRA-ID') return writeFrenchId(person, random);
	if (format === 'FRA-DL') return writeFrenchLicence(person, random);
	const isCard = format === 'TD1' || format === 'TD2';
	const issuingState = random.next() < 0.7 ? person.nationality : random.pick(STATES);
	const room = { TD1: 15, TD2: 7, TD3: 14, 'MRV-A': 16, 'MRV-B': 8 }[format];
	const long = isCard && random.next() < 0.2 ? 1 + Math.floor(random.next() * (format === 'TD1' ? 8 : 4)) : 0;
	const left = long === 0 ? room : Math.max(0, room - long - 2);
	return writeMrz(format, {
		person,
		documentCode: random.pick(CODES[format]),
		issuingState,
		documentNumber: inventNumber(random, long === 0 ? random.pick([9, 9, 9, 8, 7]) : 9 + long),
		dateOfExpiry: inventDate(random, 2015, 2045, false),
		optionalData: random.next() < 0.5 ? '' : inventNumber(random, Math.ceil(random.next() * left)),
		optionalData2: random.next() < 0.7 ? '' : inventNumber(random, Math.ceil(random.next() * 11))
	});
}

const STATES = STATE_CODES as readonly [string, ...string[]];

type Codes = readonly [string, ...string[]];
const CODES: Record<Exclude<MrzFormat, 'FRA-ID' | 'FRA-DL'>, Codes> = {
	TD1: ['I', 'ID', 'I', 'ID', 'IR', 'AC', 'AR', 'C', 'IP', 'IX'],
	TD2: ['I', 'ID', 'I', 'IR', 'AR', 'C', 'IX'],
	TD3: ['P', 'P', 'P', 'PD', 'PO', 'PS', 'PM', 'PP', 'PN'],
	'MRV-A': ['V', 'V', 'VC', 'VB'],
	'MRV-B': ['V', 'V', 'VC', 'VB']
};

/** Frequencies of letters roughly as in the names of many languages; seldom ones often enough to be seen. */
const VOWELS = 'AAAEEEIIIOOUUY';
const CONSONANTS = 'BCDDFGHHJKKLLLMMNNNPQRRRSSSTTTVWXZ';

function inventNames(random: RandomStream, count: number): string {
	const one = (): string => {
		const length = random.next() < 0.05 ? 1 : 2 + Math.floor(random.next() * random.pick([5, 8, 13]));
		let text = '';
		let vowel = random.next() < 0.4;
		while (text.length < length) {
			text += random.letters(vowel ? VOWELS : CONSONANTS, 1);
			if (random.next() < 0.8) vowel = !vowel;
		}
		return text;
	};
	return Array.from({ length: count }, one).join(random.next() < 0.3 ? '-' : ' ');
}

/** Half of them with letters; Canadian, Spanish and German numbers mix both. */
function inventNumber(random: RandomStream, length: number): string {
	return random.letters(random.next() < 0.5 ? '0123456789' : '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', length);
}

/** YYYY-MM-DD; of a date of birth the day, or day and month, may be unknown (ICAO 9303-3, 4.8). */
function inventDate(random: RandomStream, from: number, to: number, mayBeUnknown: boolean): string {
	const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
	const year = String(Math.floor(random.between(from, to)));
	const month = two(random.between(1, 13));
	const longest =
		month === '02' ? (Number(year) % 4 === 0 ? 30 : 29) : ['04', '06', '09', '11'].includes(month) ? 31 : 32;
	const unknown = mayBeUnknown ? random.next() : 1;
	if (unknown < 0.02) return `${year}-<<-<<`;
	return unknown < 0.04 ? `${year}-${month}-<<` : `${year}-${month}-${two(random.between(1, longest))}`;
}

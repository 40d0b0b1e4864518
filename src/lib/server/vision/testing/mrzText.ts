/** Writes machine-readable zones by ICAO Doc 9303, apart from the parser that reads them. Pure. */
import { checkDigit } from '../mrz/checkDigit';
import type { MrzFormat } from '../types';
import type { SpecimenPerson } from './people';
import type { RandomStream } from './random';

export interface MrzContent {
	person: SpecimenPerson;
	/** One or two letters: P, I, V, AR… */
	documentCode: string;
	issuingState: string;
	documentNumber: string;
	/** YYYY-MM-DD. */
	dateOfExpiry: string;
	optionalData?: string;
	/** TD1's second line. */
	optionalData2?: string;
}

/** The lines of the zone. A document number of more than nine characters goes on in the optional data of TD1 and TD2. */
export function writeMrz(format: Exclude<MrzFormat, 'FRA-ID' | 'FRA-DL'>, content: MrzContent): string[] {
	switch (format) {
		case 'TD1':
			return writeTd1(content);
		case 'TD2':
			return writeTwoLines(content, 36, true);
		case 'TD3':
			return writeTwoLines(content, 44, true);
		case 'MRV-A':
			return writeTwoLines(content, 44, false);
		case 'MRV-B':
			return writeTwoLines(content, 36, false);
		default:
			return format satisfies never;
	}
}

function writeTd1(content: MrzContent): string[] {
	const { number, optional } = numberAndOptional(content);
	const first = pad(content.documentCode, 2) + content.issuingState + number + pad(optional, 15);
	const { birth, expiry, sex } = common(content);
	const second = birth + sex + expiry + content.person.nationality + pad(content.optionalData2 ?? '', 11);
	const composite = checked(first.slice(5) + birth + expiry + second.slice(18, 29));
	return [first, second + composite, pad(names(content.person), 30)];
}

/** The number's field with its check digit, and the optional data, which begins with the rest of a long number. */
function numberAndOptional({ documentNumber, optionalData = '' }: MrzContent): { number: string; optional: string } {
	const rest = documentNumber.slice(9);
	if (rest === '') return { number: withCheck(pad(documentNumber, 9)), optional: optionalData };
	return { number: `${documentNumber.slice(0, 9)}<`, optional: `${rest}${checked(documentNumber)}<${optionalData}` };
}

/** TD2, TD3 and visas share one order; visas have no composite digit. */
function writeTwoLines(content: MrzContent, length: number, composite: boolean): string[] {
	const first = pad(pad(content.documentCode, 2) + content.issuingState + names(content.person), length);
	const isTd2 = composite && length === 36;
	const { number, optional: td2Data } = isTd2
		? numberAndOptional(content)
		: { number: withCheck(pad(content.documentNumber, 9)), optional: '' };
	const { birth, expiry, sex } = common(content);
	const head = number + content.person.nationality + birth + sex + expiry;
	if (!composite) return [first, pad(head + (content.optionalData ?? ''), length)];
	const room = length - head.length - 1;
	const optional = isTd2 ? pad(td2Data, room) : withCheck(pad(content.optionalData ?? '', room - 1));
	return [first, head + optional + checked(number + birth + expiry + optional)];
}

function common(content: MrzContent): { birth: string; expiry: string; sex: string } {
	return {
		birth: withCheck(compactDate(content.person.dateOfBirth)),
		expiry: withCheck(compactDate(content.dateOfExpiry)),
		sex: content.person.sex === 'X' ? '<' : content.person.sex
	};
}

const compactDate = (date: string): string => date.slice(2).replaceAll('-', '');
const pad = (text: string, length: number): string => text.slice(0, length).padEnd(length, '<');
const checked = (text: string): string => String(checkDigit(text) ?? 0);
const withCheck = (text: string): string => text + checked(text);
const names = ({ surname, givenNames }: SpecimenPerson): string =>
	givenNames === '' ? mrzLetters(surname) : `${mrzLetters(surname)}<<${mrzLetters(givenNames)}`;

/** The French identity card of 1988 to 2021: two lines of 36; the composite digit covers all before it. */
export function writeFrenchId(person: SpecimenPerson, random: RandomStream): string[] {
	const office = random.letters('0123456789', 6);
	const first = `IDFRA${pad(mrzLetters(person.surname), 25)}${office}`;
	const year = String(Math.floor(random.between(0, 22))).padStart(2, '0');
	const month = String(Math.floor(random.between(1, 13))).padStart(2, '0');
	const number = withCheck(year + month + office.slice(0, 3) + random.letters('0123456789', 5));
	// A space in a French card's names is one filler, and two part one given name from the next.
	const given = pad(mrzLetters(person.givenNames).replaceAll('<', '<<'), 14);
	const birth = withCheck(compactDate(person.dateOfBirth));
	const second = number + given + birth + (person.sex === 'X' ? 'F' : person.sex);
	return [first, second + checked(first + second)];
}

/** The French driving licence of 2013: one line of 30. */
export function writeFrenchLicence(person: SpecimenPerson, random: RandomStream): string[] {
	const number = random.letters('0123456789', 2) + random.letters('ABCDEFGH', 2) + random.letters('0123456789', 5);
	const year = String(Math.floor(random.between(24, 34)));
	const head = withCheck(`D1FRA${number}`) + year + '0119' + pad(mrzLetters(person.surname), 8);
	return [withCheck(head)];
}

/** ICAO 9303-3, section 6: transliterations of the letters that specimens use. */
export function mrzLetters(name: string): string {
	return name
		.toUpperCase()
		.replace(/Ä|Æ/g, 'AE')
		.replace(/Ö|Ø|Œ/g, 'OE')
		.replace(/Ü/g, 'UE')
		.replace(/ß/g, 'SS')
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.replace(/['’.]/g, '')
		.replace(/[^A-Z]+/g, '<');
}

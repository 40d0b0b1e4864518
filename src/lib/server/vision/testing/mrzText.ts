/** Writes machine-readable zones by ICAO Doc 9303, apart from the parser that reads them. Pure. */
import { checkDigit } from '../mrz/checkDigit';
import type { MrzFormat } from '../types';
import type { SpecimenPerson } from './people';

export interface MrzContent {
	person: SpecimenPerson;
	/** One or two letters: P, I, V, AR… */
	documentCode: string;
	issuingState: string;
	documentNumber: string;
	/** YYYY-MM-DD. */
	dateOfExpiry: string;
	optionalData?: string;
}

/** The lines of the zone. A document number of more than nine characters goes on in TD1's optional data. */
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
	const number = pad(content.documentNumber.slice(0, 9), 9);
	const rest = content.documentNumber.slice(9);
	const numberCheck = withCheck(content.documentNumber.padEnd(9, '<')).slice(-1);
	const optional = rest === '' ? (content.optionalData ?? '') : `${rest}${numberCheck}<${content.optionalData ?? ''}`;
	const first =
		pad(content.documentCode, 2) +
		content.issuingState +
		number +
		(rest === '' ? numberCheck : '<') +
		pad(optional, 15);
	const { birth, expiry, sex } = common(content);
	const second = birth + sex + expiry + content.person.nationality + pad('', 11);
	const composite = checked(first.slice(5) + birth + expiry + second.slice(18, 29));
	return [first, second + composite, pad(names(content.person), 30)];
}

/** TD2, TD3 and visas share one order; visas have no composite digit. */
function writeTwoLines(content: MrzContent, length: number, composite: boolean): string[] {
	const first = pad(pad(content.documentCode, 2) + content.issuingState + names(content.person), length);
	const number = withCheck(pad(content.documentNumber, 9));
	const { birth, expiry, sex } = common(content);
	const head = number + content.person.nationality + birth + sex + expiry;
	if (!composite) return [first, pad(head + (content.optionalData ?? ''), length)];
	const room = length - head.length - 1;
	const optional =
		length === 44 ? withCheck(pad(content.optionalData ?? '', room - 1)) : pad(content.optionalData ?? '', room);
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
const names = ({ surname, givenNames }: SpecimenPerson): string => `${mrzLetters(surname)}<<${mrzLetters(givenNames)}`;

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

/** Writes an AAMVA DL/ID file (Card Design Standard 2020, annex D), apart from the parser that reads it. Pure. */
import type { SpecimenPerson } from './people';

/** An issuer identification number that no jurisdiction has; Utopia's is invented. */
export const UTOPIA_IIN = '639999';

export interface AamvaContent {
	person: SpecimenPerson;
	documentNumber: string;
	/** YYYY-MM-DD. */
	dateOfIssue: string;
	dateOfExpiry: string;
}

/** Header, one subfile designator, one DL subfile; version 10, dates MMDDCCYY. */
export function writeAamvaFile({ person, documentNumber, dateOfIssue, dateOfExpiry }: AamvaContent): string {
	const [first = '', ...middle] = latin(person.givenNames).split(' ');
	const [postalCode = '', ...town] = person.address[1].split(' ');
	const elements: [string, string][] = [
		['DAQ', documentNumber],
		['DCS', latin(person.surname)],
		['DDE', 'N'],
		['DAC', first],
		['DDF', 'N'],
		['DAD', middle.join(' ') || 'NONE'],
		['DDG', 'N'],
		['DCA', 'B'],
		['DCB', 'NONE'],
		['DCD', 'NONE'],
		['DBD', american(dateOfIssue)],
		['DBB', american(person.dateOfBirth)],
		['DBA', american(dateOfExpiry)],
		['DBC', { M: '1', F: '2', X: '9' }[person.sex]],
		['DAU', '172 cm'],
		['DAY', 'BRO'],
		['DAG', latin(person.address[0])],
		['DAI', latin(town.join(' '))],
		['DAJ', 'UT'],
		['DAK', postalCode.padEnd(11, ' ')],
		['DCF', `UTO${documentNumber}01`],
		['DCG', 'USA'],
		['DDA', 'N']
	];
	const subfile = `DL${elements.map(([id, value]) => id + value).join('\n')}\r`;
	const header = `@\n\x1e\rANSI ${UTOPIA_IIN}100001`;
	const offset = header.length + 10;
	return `${header}DL${fourDigits(offset)}${fourDigits(subfile.length)}${subfile}`;
}

const fourDigits = (value: number): string => String(value).padStart(4, '0');
const american = (date: string): string => date.slice(5, 7) + date.slice(8, 10) + date.slice(0, 4);

/** The symbol's alphabet here is ASCII: accents go, a curly apostrophe becomes straight. */
const latin = (text: string): string =>
	text
		.replaceAll('’', "'")
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toUpperCase();

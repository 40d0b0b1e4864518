import { randomStream } from './random';

export interface SpecimenPerson {
	surname: string;
	givenNames: string;
	sex: 'F' | 'M' | 'X';
	/** YYYY-MM-DD. */
	dateOfBirth: string;
	placeOfBirth: string;
	/** ICAO three-letter code. */
	nationality: string;
	personalNumber: string;
	/** Street line, then postal code and town. */
	address: [string, string];
}

const SURNAMES = [
	'ERIKSSON',
	'MARTENS',
	'O’CONNOR',
	'MÜLLER',
	'DA SILVA',
	'NOVÁKOVÁ',
	'ANDERSEN',
	'LINDQVIST'
] as const;
const GIVEN_NAMES = ['ANNA MARIA', 'ELENA', 'ZOË', 'SOPHIE LOUISE', 'INGRID', 'NADIA', 'CLARA JANE', 'MAYA'] as const;
const TOWNS = ['ZENITH', 'PORT AMITY', 'NEW HARMONY', 'LAKEMONT', 'STONEFIELD'] as const;
const STREETS = ['Harbour Road', 'Mill Lane', 'Station Avenue', 'Orchard Street', 'Park Terrace'] as const;

/** An invented citizen of Utopia (UTO, the specimen state of ICAO Doc 9303); what is given wins over what is invented. */
export function specimenPerson(seed: number, given: Partial<SpecimenPerson> = {}): SpecimenPerson {
	const random = randomStream(seed * 7919 + 17);
	const two = (low: number, high: number): string => String(Math.floor(random.between(low, high))).padStart(2, '0');
	const town = random.pick(TOWNS);
	return {
		surname: random.pick(SURNAMES),
		givenNames: random.pick(GIVEN_NAMES),
		sex: 'F',
		dateOfBirth: `${two(1968, 2001)}-${two(1, 13)}-${two(1, 29)}`,
		placeOfBirth: town,
		nationality: 'UTO',
		personalNumber: random.letters('0123456789', 10),
		address: [
			`${two(1, 190).replace(/^0/, '')} ${random.pick(STREETS)}`,
			`${two(10, 99)}${two(100, 999)} ${titleCase(town)}`
		],
		...given
	};
}

const titleCase = (text: string): string => text.toLowerCase().replace(/\b\p{L}/gu, (letter) => letter.toUpperCase());

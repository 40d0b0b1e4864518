/** Pure. Whether a licence's file says what is expected of it: names, number, dates, sex and the parts of the address. */

/** Our fields by name, and elements of the address by AAMVA id. Dates YYYY-MM-DD. Only what is given is compared. */
export type ExpectedLicence = Partial<Record<(typeof COMPARED)[number], string>>;

const COMPARED = [
	'primaryIdentifier',
	'secondaryIdentifier',
	'documentNumber',
	'dateOfBirth',
	'dateOfExpiry',
	'sex',
	'DAG',
	'DAI',
	'DAJ',
	'DAK'
] as const;

/** Names in transcriptions of AAMVA files → what we compare. */
const TRANSCRIBED: Record<string, (typeof COMPARED)[number]> = {
	Last: 'primaryIdentifier',
	First: 'secondaryIdentifier',
	IdNumber: 'documentNumber',
	DateOfBirth: 'dateOfBirth',
	ExpirationDate: 'dateOfExpiry',
	Sex: 'sex',
	StreetLine1: 'DAG',
	City: 'DAI',
	JurisdictionCode: 'DAJ',
	PostalCode: 'DAK'
};

export function expectedLicence(transcription: Readonly<Record<string, string>>): ExpectedLicence {
	const expected: ExpectedLicence = {};
	for (const [key, value] of Object.entries(transcription)) {
		const name = TRANSCRIBED[key] ?? COMPARED.find((candidate) => candidate === key);
		// "Sex.Female" of the set's own parser is F.
		if (name !== undefined && value !== '')
			expected[name] = name === 'sex' ? value.replace('Sex.', '').charAt(0) : value;
	}
	return expected;
}

export interface ReadLicence {
	fields: readonly { name: string; value: string; source: string }[];
	/** Null where no file was decoded. */
	elements: Readonly<Record<string, string>> | null;
}

/** The names of what is missing or different. Case, spaces and punctuation do not count. */
export function wrongElements({ fields, elements }: ReadLicence, expected: ExpectedLicence): string[] {
	return COMPARED.filter((name) => {
		const wanted = expected[name];
		if (wanted === undefined) return false;
		const field = fields.find((one) => one.source === 'barcode' && one.name === name)?.value;
		const read = plain(field ?? elements?.[name] ?? '');
		if (read === plain(wanted)) return false;
		// Given names hold the middle ones too, which a transcription has apart; a postal code may be padded with zeros.
		const mayGoOn = name === 'secondaryIdentifier' || name === 'DAK';
		return !(mayGoOn && read !== '' && read.startsWith(plain(wanted).replace(/0{4}$/, '')));
	});
}

const plain = (text: string): string =>
	text
		.normalize('NFD')
		.toUpperCase()
		.replace(/[^A-Z0-9]/g, '');

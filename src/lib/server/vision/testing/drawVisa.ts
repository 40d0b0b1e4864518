import { drawGuilloche } from './guilloche';
import { writeMrz } from './mrzText';
import { specimenPerson } from './people';
import { placePortrait } from './placePortrait';
import { printedDate } from './printedDates';
import { randomStream } from './random';
import { createSheet, drawMrz } from './sheet';
import { photograph, type Specimen, type SpecimenOptions } from './specimen';

const SIZES = { 'MRV-A': { width: 120, height: 80, x: 4.2 }, 'MRV-B': { width: 105, height: 74, x: 6.8 } } as const;

/** A Utopian visa sticker: MRV-A is 120 × 80 mm, MRV-B 105 × 74 mm (ICAO 9303-7). */
export async function drawVisa(options: SpecimenOptions & { format?: 'MRV-A' | 'MRV-B' } = {}): Promise<Specimen> {
	const format = options.format ?? 'MRV-A';
	const seed = options.seed ?? 1;
	const size = SIZES[format];
	const person = specimenPerson(seed, options.person);
	const portrait = options.portrait ?? 'adult-03';
	const documentNumber = options.documentNumber ?? `V${randomStream(seed * 19 + 1).letters('0123456789', 7)}`;
	const dateOfIssue = options.dateOfIssue ?? '2025-09-01';
	const dateOfExpiry = options.dateOfExpiry ?? '2030-08-31';
	const sheet = createSheet(size.width, size.height, options.pixelsPerMm ?? 12);
	drawGuilloche(sheet, { paper: ['#f3ecf2', '#e6f0e6'], lines: ['#9a6a94', '#5f9a72'] }, seed + 7);
	sheet.text('UTOPIA', 5, 9, { size: 5, weight: 700, colour: '#5a2a54' });
	sheet.text('VISA', size.width - 5, 9, { size: 5, weight: 700, colour: '#5a2a54', align: 'right' });
	sheet.text('SPECIMEN', size.width / 2, 9, { size: 3, weight: 600, colour: '#a24a3c', align: 'center' });
	await placePortrait(sheet, portrait, { x: 5, y: 13, width: 28, height: 36 }, 'portrait');
	const column = (label: string, value: string, x: number, y: number, name?: string): void => {
		sheet.text(label, x, y, { size: 1.9, colour: '#584a58' });
		sheet.text(value, x, y + 3.5, { size: 3.1, weight: 600 }, name);
	};
	column('Valid from', printedDate(dateOfIssue, 'words'), 38, 15, 'dateOfIssue');
	column('Valid until', printedDate(dateOfExpiry, 'words'), 70, 15, 'dateOfExpiry');
	column('Visa No.', documentNumber, 38, 22.5, 'documentNumber');
	column('Number of entries', 'MULT', 70, 22.5);
	column('Surname', person.surname, 38, 30, 'primaryIdentifier');
	column('Given names', person.givenNames, 70, 30, 'secondaryIdentifier');
	column('Date of birth', printedDate(person.dateOfBirth, 'words'), 38, 37.5, 'dateOfBirth');
	column('Sex', person.sex, 70, 37.5, 'sex');
	column('Nationality', person.nationality, 38, 45, 'nationality');
	const lines = writeMrz(format, { person, documentCode: 'V', issuingState: 'UTO', documentNumber, dateOfExpiry });
	sheet.context.fillStyle = 'rgba(255,255,255,0.6)';
	sheet.context.fillRect(0, size.height - 19, size.width, 19);
	drawMrz(sheet, lines, size.x, size.height - 11.4, 6.2);
	const fields = {
		primaryIdentifier: person.surname,
		secondaryIdentifier: person.givenNames,
		documentNumber,
		dateOfBirth: person.dateOfBirth,
		dateOfIssue,
		dateOfExpiry,
		sex: person.sex,
		nationality: person.nationality,
		issuingState: 'UTO'
	};
	return photograph(sheet, { person, portrait, fields, mrz: { format, lines }, barcode: null }, options);
}

import { drawGuilloche } from './guilloche';
import { writeMrz } from './mrzText';
import { specimenPerson } from './people';
import { placePortrait } from './placePortrait';
import { printedDate } from './printedDates';
import { randomStream } from './random';
import { createSheet, drawMrz, type Sheet } from './sheet';
import { photograph, type Specimen, type SpecimenOptions } from './specimen';

/** The data page of a Utopian passport: TD3, 125 × 88 mm (ICAO 9303-4). */
export async function drawPassport(options: SpecimenOptions = {}): Promise<Specimen> {
	const seed = options.seed ?? 1;
	const person = specimenPerson(seed, options.person);
	const portrait = options.portrait ?? 'adult-03';
	const documentNumber = options.documentNumber ?? `L${randomStream(seed * 13 + 3).letters('0123456789', 8)}`;
	const dateOfIssue = options.dateOfIssue ?? '2024-03-14';
	const dateOfExpiry = options.dateOfExpiry ?? '2034-03-13';
	const sheet = createSheet(125, 88, options.pixelsPerMm ?? 11);
	drawGuilloche(sheet, { paper: ['#f4ecdc', '#dfe9ee'], lines: ['#5f8fa8', '#b98a5d'] }, seed);
	drawHeading(sheet);
	await placePortrait(sheet, portrait, { x: 5, y: 17, width: 33, height: 42.4 }, 'portrait');
	if (options.ghostPortrait !== false)
		await placePortrait(
			sheet,
			options.ghostPortrait ?? portrait,
			{ x: 103, y: 38, width: 16, height: 20.6 },
			'ghostPortrait'
		);
	const column = (label: string, value: string, x: number, y: number, name?: string): void => {
		sheet.text(label, x, y, { size: 2, colour: '#4a5a6a' });
		sheet.text(value, x, y + 3.6, { size: 3.3, weight: 600 }, name);
	};
	column('Type / Type', 'P', 43, 17.6);
	column('Code of issuing State / Code de l’État', 'UTO', 58, 17.6, 'issuingState');
	column('Passport No. / Passeport N°', documentNumber, 96, 17.6, 'documentNumber');
	column('Surname / Nom', person.surname, 43, 24.2, 'primaryIdentifier');
	column('Given names / Prénoms', person.givenNames, 43, 30.8, 'secondaryIdentifier');
	column('Nationality / Nationalité', 'UTOPIAN', 43, 37.4, 'nationality');
	column('Date of birth / Date de naissance', printedDate(person.dateOfBirth, 'words'), 43, 44, 'dateOfBirth');
	column('Personal No. / N° personnel', person.personalNumber, 76, 44, 'personalNumber');
	column('Sex / Sexe', person.sex, 43, 50.6, 'sex');
	column('Place of birth / Lieu de naissance', person.placeOfBirth, 58, 50.6, 'placeOfBirth');
	column('Date of issue / Date de délivrance', printedDate(dateOfIssue, 'words'), 43, 57.2, 'dateOfIssue');
	column('Authority / Autorité', 'PASSPORT OFFICE ZENITH', 76, 57.2, 'authority');
	column('Date of expiry / Date d’expiration', printedDate(dateOfExpiry, 'words'), 43, 63.8, 'dateOfExpiry');
	const written = writeMrz('TD3', {
		person,
		documentCode: 'P',
		issuingState: 'UTO',
		documentNumber,
		dateOfExpiry,
		optionalData: person.personalNumber
	});
	const error = options.zoneError;
	const lines = written.map((line, index) =>
		index === error?.line ? line.slice(0, error.at) + error.text + line.slice(error.at + error.text.length) : line
	);
	sheet.context.fillStyle = 'rgba(255,255,255,0.55)';
	sheet.context.fillRect(0, 70, 125, 18);
	drawMrz(sheet, lines, 6.6, 76.4, 6.35);
	const fields = {
		primaryIdentifier: person.surname,
		secondaryIdentifier: person.givenNames,
		documentNumber,
		personalNumber: person.personalNumber,
		dateOfBirth: person.dateOfBirth,
		dateOfIssue,
		dateOfExpiry,
		sex: person.sex,
		nationality: 'UTO',
		issuingState: 'UTO',
		placeOfBirth: person.placeOfBirth,
		authority: 'PASSPORT OFFICE ZENITH'
	};
	return photograph(sheet, { person, portrait, fields, mrz: { format: 'TD3', lines }, barcode: null }, options);
}

function drawHeading(sheet: Sheet): void {
	sheet.text('UTOPIA', 5, 9, { size: 5, weight: 700, colour: '#1d4260' });
	sheet.text('PASSPORT / PASSEPORT', 43, 8.6, { size: 3.6, weight: 600, colour: '#1d4260' });
	sheet.text('SPECIMEN', 119, 8.6, { size: 3.2, weight: 600, colour: '#a24a3c', align: 'right' });
	sheet.context.fillStyle = '#1d4260';
	sheet.context.fillRect(5, 11.4, 115, 0.35);
}

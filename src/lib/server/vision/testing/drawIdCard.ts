import { drawGuilloche, type Tint } from './guilloche';
import { writeMrz } from './mrzText';
import { specimenPerson, type SpecimenPerson } from './people';
import { placePortrait } from './placePortrait';
import type { PortraitId } from './portraits';
import { printedDate } from './printedDates';
import { randomStream } from './random';
import { createSheet, drawMrz, type Sheet } from './sheet';
import { photograph, type Specimen, type SpecimenOptions } from './specimen';

const TINT: Tint = { paper: ['#eef3ea', '#e3e6f4'], lines: ['#6a9a7c', '#7d7fb4'] };

/** A Utopian identity card, TD1, 85.6 × 54 mm (ICAO 9303-5): portrait and printed zone in front, address and MRZ behind. */
export async function drawIdCard(options: SpecimenOptions = {}): Promise<{ front: Specimen; back: Specimen }> {
	const card = cardContent(options, 'I');
	const back = createSheet(85.6, 54, options.pixelsPerMm ?? 16);
	drawGuilloche(back, TINT, card.seed + 50);
	drawBackText(back, card);
	const lines = writeMrz('TD1', { ...card, documentCode: 'I', issuingState: 'UTO' });
	back.context.fillStyle = 'rgba(255,255,255,0.6)';
	back.context.fillRect(0, 33.5, 85.6, 20.5);
	drawMrz(back, lines, 4.7, 39.6, 5.4);
	const front = createSheet(85.6, 54, options.pixelsPerMm ?? 16);
	await drawFront(front, card, 'IDENTITY CARD / CARTE D’IDENTITÉ');
	const { address, authority, ...frontFields } = card.fields;
	const backFields = { address, authority };
	const { person, portrait } = card;
	return {
		front: await photograph(front, { person, portrait, fields: frontFields, mrz: null, barcode: null }, options),
		back: await photograph(
			back,
			{ person, portrait: null, fields: backFields, mrz: { format: 'TD1', lines }, barcode: null },
			withoutPortraitDefects(options)
		)
	};
}

/** A one-sided Utopian card of the larger size, TD2, 105 × 74 mm (ICAO 9303-6). */
export async function drawTd2Card(options: SpecimenOptions = {}): Promise<Specimen> {
	const card = cardContent(options, 'C');
	const sheet = createSheet(105, 74, options.pixelsPerMm ?? 13);
	await drawFront(sheet, card, 'RESIDENT CARD / CARTE DE RÉSIDENT');
	const lines = writeMrz('TD2', { ...card, documentCode: 'I', issuingState: 'UTO' });
	sheet.context.fillStyle = 'rgba(255,255,255,0.6)';
	sheet.context.fillRect(0, 56, 105, 18);
	drawMrz(sheet, lines, 6.8, 63.2, 6.2);
	const { person, portrait, fields } = card;
	const printed = { ...fields, address: undefined, authority: undefined };
	return photograph(
		sheet,
		{ person, portrait, fields: printed, mrz: { format: 'TD2', lines }, barcode: null },
		options
	);
}

interface CardContent {
	seed: number;
	person: SpecimenPerson;
	portrait: PortraitId;
	documentNumber: string;
	dateOfIssue: string;
	dateOfExpiry: string;
	fields: Specimen['truth']['fields'];
}

function cardContent(options: SpecimenOptions, prefix: string): CardContent {
	const seed = options.seed ?? 1;
	const person = specimenPerson(seed, options.person);
	const documentNumber =
		options.documentNumber ?? `${prefix}${randomStream(seed * 17 + 9).letters('0123456789ACEFHKX', 8)}`;
	const dateOfIssue = options.dateOfIssue ?? '2023-06-02';
	const dateOfExpiry = options.dateOfExpiry ?? '2033-06-01';
	const fields = {
		primaryIdentifier: person.surname,
		secondaryIdentifier: person.givenNames,
		documentNumber,
		dateOfBirth: person.dateOfBirth,
		dateOfIssue,
		dateOfExpiry,
		sex: person.sex,
		nationality: 'UTO',
		issuingState: 'UTO',
		placeOfBirth: person.placeOfBirth,
		address: person.address.join(', '),
		authority: 'REGISTRY OF ZENITH'
	};
	return { seed, person, portrait: options.portrait ?? 'adult-03', documentNumber, dateOfIssue, dateOfExpiry, fields };
}

async function drawFront(sheet: Sheet, card: CardContent, title: string): Promise<void> {
	const { person } = card;
	drawGuilloche(sheet, TINT, card.seed);
	sheet.text('UTOPIA', 4, 7.4, { size: 4.4, weight: 700, colour: '#26543c' });
	sheet.text(title, sheet.width - 4, 7, { size: 2.7, weight: 600, colour: '#26543c', align: 'right' });
	await placePortrait(sheet, card.portrait, { x: 4, y: 11, width: 25, height: 32 }, 'portrait');
	await placePortrait(sheet, card.portrait, { x: sheet.width - 15, y: 30, width: 11, height: 14 }, 'ghostPortrait');
	sheet.text('SPECIMEN', 4, 48.4, { size: 2.6, weight: 600, colour: '#a24a3c' });
	const column = (label: string, value: string, x: number, y: number, name: string): void => {
		sheet.text(label, x, y, { size: 1.75, colour: '#4a5a50' });
		sheet.text(value, x, y + 3.2, { size: 2.9, weight: 600 }, name);
	};
	column('Surname / Nom', person.surname, 32, 12.4, 'primaryIdentifier');
	column('Given names / Prénoms', person.givenNames, 32, 18.8, 'secondaryIdentifier');
	column('Sex / Sexe', person.sex, 32, 25.2, 'sex');
	column('Nationality / Nationalité', 'UTO', 45, 25.2, 'nationality');
	column('Date of birth / Date de naissance', printedDate(person.dateOfBirth, 'dots'), 32, 31.6, 'dateOfBirth');
	column('Place of birth / Lieu de naissance', person.placeOfBirth, 32, 38, 'placeOfBirth');
	column('Date of issue', printedDate(card.dateOfIssue, 'dots'), 32, 44.4, 'dateOfIssue');
	column('Date of expiry', printedDate(card.dateOfExpiry, 'dots'), 54, 44.4, 'dateOfExpiry');
	sheet.text('Document No.', sheet.width - 4, 12.4, { size: 1.75, colour: '#4a5a50', align: 'right' });
	const style = { size: 2.9, weight: 600, align: 'right' } as const;
	sheet.text(card.documentNumber, sheet.width - 4, 15.6, style, 'documentNumber');
}

function drawBackText(sheet: Sheet, { person, fields }: CardContent): void {
	const label = { size: 1.75, colour: '#4a5a50' } as const;
	const value = { size: 2.9, weight: 600 } as const;
	sheet.text('Address / Adresse', 5, 7, label);
	sheet.text(person.address[0], 5, 10.4, value);
	sheet.text(person.address[1], 5, 14.2, value);
	sheet.mark('address', 5, 7.8, 45, 7);
	sheet.text('Authority / Autorité', 5, 19.6, label);
	sheet.text(fields.authority ?? '', 5, 23, value, 'authority');
	sheet.text('Height / Taille', 60, 7, label);
	sheet.text('172 cm', 60, 10.4, value);
	sheet.text('SPECIMEN', 80.6, 29.6, { size: 2.6, weight: 600, colour: '#a24a3c', align: 'right' });
}

/** Edits of the front have no place behind. */
export function withoutPortraitDefects(options: SpecimenOptions): SpecimenOptions {
	return {
		...options,
		defects: { ...options.defects, textEdit: undefined, portraitSwap: undefined, digitCopy: undefined }
	};
}

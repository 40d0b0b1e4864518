import { withoutPortraitDefects } from './drawIdCard';
import { drawGuilloche } from './guilloche';
import { specimenPerson } from './people';
import { placePortrait } from './placePortrait';
import { printedDate } from './printedDates';
import { randomStream } from './random';
import { createSheet, type Sheet } from './sheet';
import { photograph, type Specimen, type SpecimenOptions, type SpecimenTruth } from './specimen';

/** A Utopian driving licence in the European manner (Directive 2006/126/EC, annex I): numbered fields, categories behind, no symbol. */
export async function drawEuLicence(options: SpecimenOptions = {}): Promise<{ front: Specimen; back: Specimen }> {
	const seed = options.seed ?? 1;
	const person = specimenPerson(seed, options.person);
	const portrait = options.portrait ?? 'adult-03';
	const fields: SpecimenTruth['fields'] = {
		primaryIdentifier: person.surname,
		secondaryIdentifier: person.givenNames,
		dateOfBirth: person.dateOfBirth,
		dateOfIssue: options.dateOfIssue ?? '2023-02-20',
		dateOfExpiry: options.dateOfExpiry ?? '2038-02-19',
		documentNumber: options.documentNumber ?? `U${randomStream(seed * 37 + 3).letters('0123456789', 9)}`,
		placeOfBirth: person.placeOfBirth
	};
	const tint = { paper: ['#f7e6ea', '#eee4f2'], lines: ['#c77d92', '#9a86bd'] } as const;
	const front = createSheet(85.6, 54, options.pixelsPerMm ?? 16);
	drawGuilloche(front, tint, seed + 11);
	front.text('DRIVING LICENCE', 24, 7.4, { size: 4, weight: 700, colour: '#3d3a8c' });
	front.text('UTOPIA', 81.6, 7.4, { size: 3.4, weight: 700, colour: '#3d3a8c', align: 'right' });
	front.text('SPECIMEN', 4, 50.4, { size: 2.6, weight: 600, colour: '#a24a3c' });
	await placePortrait(front, portrait, { x: 4, y: 12, width: 23, height: 30 }, 'portrait');
	if (options.ghostPortrait !== false)
		await placePortrait(
			front,
			options.ghostPortrait ?? portrait,
			{ x: 69, y: 34, width: 11, height: 14 },
			'ghostPortrait'
		);
	drawItems(front, fields);
	const back = createSheet(85.6, 54, options.pixelsPerMm ?? 16);
	drawGuilloche(back, tint, seed + 12);
	drawCategories(back, fields);
	const plain = { person, mrz: null, barcode: null };
	return {
		front: await photograph(front, { ...plain, portrait, fields }, options),
		back: await photograph(back, { ...plain, portrait: null, fields: {} }, withoutPortraitDefects(options))
	};
}

function drawItems(sheet: Sheet, fields: SpecimenTruth['fields']): void {
	const item = (number: string, value: string, x: number, y: number, name?: string): void => {
		sheet.text(number, x, y, { size: 2.1, colour: '#4a4658' });
		sheet.text(value, x + 5.2, y, { size: 2.9, weight: 600 }, name);
	};
	const date = (value = ''): string => printedDate(value, 'dots');
	item('1.', fields.primaryIdentifier ?? '', 30, 14.5, 'primaryIdentifier');
	item('2.', fields.secondaryIdentifier ?? '', 30, 19, 'secondaryIdentifier');
	item('3.', date(fields.dateOfBirth), 30, 23.5, 'dateOfBirth');
	sheet.text(fields.placeOfBirth ?? '', 53, 23.5, { size: 2.9, weight: 600 }, 'placeOfBirth');
	item('4a.', date(fields.dateOfIssue), 30, 28, 'dateOfIssue');
	item('4c.', 'ZENITH', 55, 28);
	item('4b.', date(fields.dateOfExpiry), 30, 32.5, 'dateOfExpiry');
	item('5.', fields.documentNumber ?? '', 30, 37, 'documentNumber');
	item('9.', 'AM/B', 30, 50.4);
}

function drawCategories(sheet: Sheet, fields: SpecimenTruth['fields']): void {
	const date = (value = ''): string => printedDate(value, 'dots').replace(/\.\d\d(?=\d\d$)/, '.');
	const columns = [30, 36, 48, 62, 76] as const;
	['9.', '10.', '11.', '12.'].forEach((title, index) =>
		sheet.text(title, columns[index + 1] ?? 0, 8, { size: 2, colour: '#4a4658' })
	);
	['AM', 'A1', 'A', 'B', 'C', 'D', 'BE'].forEach((category, row) => {
		const y = 13 + row * 5.2;
		sheet.context.fillStyle = '#b9a9c2';
		sheet.context.fillRect(28, y + 1.5, 54, 0.15);
		sheet.text(category, columns[0], y, { size: 2.4, weight: 600 });
		if (category !== 'AM' && category !== 'B') return;
		sheet.text(date(fields.dateOfIssue), columns[2], y, { size: 2.2 });
		sheet.text(date(fields.dateOfExpiry), columns[3], y, { size: 2.2 });
	});
	sheet.text('SPECIMEN', 4, 50, { size: 2.6, weight: 600, colour: '#a24a3c' });
}

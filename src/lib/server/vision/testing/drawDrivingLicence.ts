import { loadImage } from '@napi-rs/canvas';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { writeAamvaFile } from './aamvaFile';
import { withoutPortraitDefects } from './drawIdCard';
import { drawGuilloche, type Tint } from './guilloche';
import { specimenPerson } from './people';
import { placePortrait } from './placePortrait';
import { printedDate } from './printedDates';
import { randomStream } from './random';
import { createSheet, type Sheet } from './sheet';
import { photograph, type Specimen, type SpecimenOptions, type SpecimenTruth } from './specimen';

const TINT: Tint = { paper: ['#f6eee0', '#e2eef6'], lines: ['#b5835a', '#4f87a8'] };

/** A Utopian driving licence in the American manner, 85.6 × 54 mm: portrait in front, PDF417 with an AAMVA file behind. */
export async function drawDrivingLicence(options: SpecimenOptions = {}): Promise<{ front: Specimen; back: Specimen }> {
	const seed = options.seed ?? 1;
	const person = specimenPerson(seed, options.person);
	const portrait = options.portrait ?? 'adult-03';
	const documentNumber = options.documentNumber ?? `D${randomStream(seed * 23 + 5).letters('0123456789', 8)}`;
	const dateOfIssue = options.dateOfIssue ?? '2024-01-15';
	const dateOfExpiry = options.dateOfExpiry ?? '2032-01-14';
	const fields: SpecimenTruth['fields'] = {
		primaryIdentifier: person.surname,
		secondaryIdentifier: person.givenNames,
		documentNumber,
		dateOfBirth: person.dateOfBirth,
		dateOfIssue,
		dateOfExpiry,
		sex: person.sex,
		address: person.address.join(', ')
	};
	const front = createSheet(85.6, 54, options.pixelsPerMm ?? 16);
	drawGuilloche(front, TINT, seed + 3);
	await placePortrait(front, portrait, { x: 4, y: 12, width: 26, height: 33.4 }, 'portrait');
	if (options.ghostPortrait !== false)
		await placePortrait(
			front,
			options.ghostPortrait ?? portrait,
			{ x: 70, y: 33, width: 11, height: 14 },
			'ghostPortrait'
		);
	drawFrontText(front, fields, person.address);
	const text = writeAamvaFile({ person, documentNumber, dateOfIssue, dateOfExpiry });
	const back = createSheet(85.6, 54, options.pixelsPerMm ?? 16);
	drawGuilloche(back, TINT, seed + 4);
	await drawPdf417(back, text);
	return {
		front: await photograph(front, { person, portrait, fields, mrz: null, barcode: null }, options),
		back: await photograph(
			back,
			{ person, portrait: null, fields, mrz: null, barcode: text },
			withoutPortraitDefects(options)
		)
	};
}

function drawFrontText(sheet: Sheet, fields: SpecimenTruth['fields'], address: readonly [string, string]): void {
	sheet.text('UTOPIA', 4, 7.6, { size: 4.6, weight: 700, colour: '#6b3f1d' });
	sheet.text('DRIVER LICENSE', 81.6, 7.2, { size: 3.2, weight: 700, colour: '#6b3f1d', align: 'right' });
	sheet.text('SPECIMEN', 4, 49.6, { size: 2.6, weight: 600, colour: '#a24a3c' });
	const row = (label: string, value: string, x: number, y: number, name: keyof SpecimenTruth['fields']): void => {
		sheet.text(label, x, y, { size: 1.8, colour: '#5b5046' });
		sheet.text(value, x + 8.4, y, { size: 2.8, weight: 600 }, name);
	};
	row('4d DL', fields.documentNumber ?? '', 33, 14, 'documentNumber');
	row('1 LN', fields.primaryIdentifier ?? '', 33, 19, 'primaryIdentifier');
	row('2 FN', fields.secondaryIdentifier ?? '', 33, 24, 'secondaryIdentifier');
	row('3 DOB', printedDate(fields.dateOfBirth ?? '', 'american'), 33, 29, 'dateOfBirth');
	row('4a ISS', printedDate(fields.dateOfIssue ?? '', 'american'), 33, 34, 'dateOfIssue');
	row('4b EXP', printedDate(fields.dateOfExpiry ?? '', 'american'), 33, 39, 'dateOfExpiry');
	row('15 SEX', fields.sex ?? '', 33, 44, 'sex');
	sheet.text('8', 33, 48.2, { size: 1.8, colour: '#5b5046' });
	sheet.text(address[0].toUpperCase(), 36, 48.2, { size: 2.2, weight: 500 });
	sheet.text(address[1].toUpperCase(), 36, 51, { size: 2.2, weight: 500 });
	sheet.mark('address', 36, 46.2, 34, 5.4);
}

async function drawPdf417(sheet: Sheet, text: string): Promise<void> {
	const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
	const wasmBinary = new Uint8Array(wasm).buffer;
	await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
	const symbol = await writeBarcode(text, { format: 'PDF417', scale: 3, options: 'columns=13,ecLevel=5' });
	if (symbol.image === null) throw new Error(`The PDF417 symbol could not be written: ${symbol.error}`);
	const picture = await loadImage(Buffer.from(await symbol.image.arrayBuffer()));
	const width = 74;
	const height = Math.min(20, (width * picture.height) / picture.width);
	sheet.context.fillStyle = '#ffffff';
	sheet.context.fillRect(4, 7, 77.6, height + 4);
	sheet.context.imageSmoothingEnabled = false;
	sheet.context.drawImage(picture, 5.8, 9, width, height);
	sheet.mark('barcode', 5.8, 9, width, height);
	sheet.text('CLASS B · RESTRICTIONS NONE · ENDORSEMENTS NONE', 5.8, 40, { size: 2.2, colour: '#5b5046' });
	sheet.text('SPECIMEN', 79.8, 49, { size: 2.6, weight: 600, colour: '#a24a3c', align: 'right' });
}

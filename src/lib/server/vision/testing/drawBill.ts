import { PDFDocument } from '@napi-rs/canvas';
import sharp from 'sharp';
import type { AddressDocumentKind } from '../types';
import { specimenPerson, type SpecimenPerson } from './people';
import { pictureToPdf } from './pictureToPdf';
import { printedDate } from './printedDates';
import { randomStream } from './random';
import { createSheet, type Sheet } from './sheet';
import { photograph, type Specimen, type SpecimenDefects } from './specimen';

export interface BillOptions {
	seed?: number;
	kind?: 'utility_bill' | 'bank_statement';
	person?: Partial<SpecimenPerson>;
	/** YYYY-MM-DD; default 2026-06-15. */
	documentDate?: string;
	accountNumber?: string;
	scene?: 'flat' | 'desk';
	/** Default 6: an A4 page is 1,260 pixels wide. */
	pixelsPerMm?: number;
	defects?: Omit<SpecimenDefects, 'portraitSwap'>;
}

export interface Bill extends Specimen {
	kind: AddressDocumentKind;
	png: Buffer;
	/** A page with real text in it. */
	textPdf: Buffer;
	/** A page that is only the picture, as a scanner makes it. */
	scannedPdf: Buffer;
}

/** One A4 page of a Utopian electricity bill or bank statement, as a picture and as two kinds of PDF. */
export async function drawBill(options: BillOptions = {}): Promise<Bill> {
	const content = billContent(options);
	const sheet = createSheet(A4.width, A4.height, options.pixelsPerMm ?? 6);
	drawPage(sheet, content);
	const fields = {
		issuer: content.issuer,
		fullName: content.name,
		address: content.person.address.join(', '),
		documentDate: content.documentDate,
		accountNumber: content.accountNumber
	};
	const specimen = await photograph(
		sheet,
		{ person: content.person, portrait: null, fields, mrz: null, barcode: null },
		{ ...options, scene: options.scene ?? 'flat' }
	);
	const { width, height, data } = specimen.image;
	const pdf = new PDFDocument({ title: content.title, creator: 'specimen' });
	const points = 72 / 25.4;
	drawPage(createSheet(A4.width, A4.height, points, pdf.beginPage(A4.width * points, A4.height * points)), content);
	pdf.endPage();
	return {
		...specimen,
		kind: content.kind,
		png: await sharp(data, { raw: { width, height, channels: 3 } })
			.png()
			.toBuffer(),
		textPdf: pdf.close(),
		scannedPdf: pictureToPdf(specimen.jpeg, width, height)
	};
}

const A4 = { width: 210, height: 297 };

interface BillContent {
	kind: 'utility_bill' | 'bank_statement';
	title: string;
	issuer: string;
	issuerAddress: string;
	person: SpecimenPerson;
	name: string;
	documentDate: string;
	accountNumber: string;
	rows: [string, string][];
}

function billContent(options: BillOptions): BillContent {
	const seed = options.seed ?? 1;
	const kind = options.kind ?? 'utility_bill';
	const person = specimenPerson(seed, options.person);
	const random = randomStream(seed * 29 + 3);
	const amount = (): string => `${Math.floor(random.between(12, 240))}.${random.letters('0123456789', 2)}`;
	const isBill = kind === 'utility_bill';
	return {
		kind,
		title: isBill ? 'Electricity bill' : 'Account statement',
		issuer: isBill ? 'Zenith Power Company' : 'First Bank of Utopia',
		issuerAddress: isBill ? '1 Turbine Square, 10001 Zenith' : '8 Exchange Place, 10004 Zenith',
		person,
		name: [person.givenNames, person.surname].map(titleCase).join(' '),
		documentDate: options.documentDate ?? '2026-06-15',
		accountNumber: options.accountNumber ?? random.letters('0123456789', 10),
		rows: isBill
			? [
					['Standing charge, 30 days', amount()],
					['Electricity used, 214 kWh', amount()],
					['Network fee', amount()],
					['Value added tax', amount()]
				]
			: [
					['Opening balance', amount()],
					['Card payment, market hall', amount()],
					['Salary', amount()],
					['Closing balance', amount()]
				]
	};
}

function drawPage(sheet: Sheet, content: BillContent): void {
	const { context } = sheet;
	context.fillStyle = '#ffffff';
	context.fillRect(0, 0, sheet.width, sheet.height);
	context.fillStyle = content.kind === 'utility_bill' ? '#2f6b4f' : '#27477a';
	context.fillRect(0, 0, sheet.width, 5);
	sheet.text(content.issuer, 20, 22, { size: 7, weight: 700, colour: '#22303c' }, 'issuer');
	sheet.text(content.issuerAddress, 20, 28, { size: 3, colour: '#5a6672' });
	sheet.text(content.name, 20, 52, { size: 4 }, 'fullName');
	sheet.text(content.person.address[0], 20, 58, { size: 4 });
	sheet.text(content.person.address[1], 20, 64, { size: 4 });
	sheet.mark('address', 20, 54.5, 60, 10.5);
	const pair = (label: string, value: string, y: number, name: string): void => {
		sheet.text(label, 120, y, { size: 3.4, colour: '#5a6672' });
		sheet.text(value, 190, y, { size: 3.6, weight: 600, align: 'right' }, name);
	};
	const isBill = content.kind === 'utility_bill';
	pair(isBill ? 'Bill date' : 'Statement date', longDate(content.documentDate), 52, 'documentDate');
	pair(isBill ? 'Customer number' : 'Account number', content.accountNumber, 58, 'accountNumber');
	sheet.text(content.title, 20, 88, { size: 6, weight: 700 });
	context.fillStyle = '#c9d1d8';
	context.fillRect(20, 93, 170, 0.3);
	content.rows.forEach(([label, value], row) => {
		sheet.text(label, 20, 103 + row * 9, { size: 3.8 });
		sheet.text(value, 190, 103 + row * 9, { size: 3.8, align: 'right' });
	});
	context.fillRect(20, 140, 170, 0.3);
	const closing = isBill
		? 'The amount will be collected by direct debit.'
		: 'Please check every entry of this statement.';
	sheet.text(closing, 20, 150, { size: 3.4 });
	sheet.text('SPECIMEN', 105, 285, { size: 5, weight: 600, colour: '#c08a84', align: 'center' });
}

const titleCase = (text: string): string =>
	text.toLowerCase().replace(/(^|[\s’-])\p{L}/gu, (letter) => letter.toUpperCase());

function longDate(date: string): string {
	const [day = '', month = '', year = ''] = printedDate(date, 'words').split(' ');
	return `${Number(day)} ${month.charAt(0)}${month.slice(1).toLowerCase()} ${year}`;
}

import { describe, expect, it } from 'vitest';
import { drawBill } from '../testing';
import { readPdf } from './readPdf';
import { pdfOf } from './testing';

const page = (box: string, extra = ''): string =>
	`<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Resources << >> ${extra} >>`;
const A4 = '0 0 595 842';
const CATALOGUE = '<< /Type /Catalog /Pages 2 0 R >>';
const ONE_PAGE = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';

describe('readPdf', () => {
	it('looks at two pages of ten thousand', async () => {
		const kids = Array.from({ length: 10_000 }, (_, index) => `${index + 3} 0 R`).join(' ');
		const pages = Array.from({ length: 10_000 }, () => page(A4));
		const reading = await readPdf(pdfOf([CATALOGUE, `<< /Type /Pages /Kids [${kids}] /Count 10000 >>`, ...pages]));
		expect(reading).toMatchObject({ ok: true, pageCount: 10_000 });
		expect(reading.ok && reading.pages.length).toBe(2);
	});

	it('renders a page of two hundred metres no larger than any other', async () => {
		const reading = await readPdf(pdfOf([CATALOGUE, ONE_PAGE, page('0 0 566929 566929')]));
		expect(reading.ok && Math.max(reading.pages[0]?.image.width ?? 0, reading.pages[0]?.image.height ?? 0)).toBe(1800);
	});

	it.each([
		['a strip of a page', pdfOf([CATALOGUE, ONE_PAGE, page('0 0 10 14000')])],
		['pages that hold themselves', pdfOf([CATALOGUE, '<< /Type /Pages /Kids [2 0 R] /Count 1 >>'])],
		['no page at all', pdfOf([CATALOGUE, '<< /Type /Pages /Kids [] /Count 0 >>'])],
		[
			'an encrypted file',
			pdfOf(
				[
					CATALOGUE,
					ONE_PAGE,
					page(A4),
					`<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >>`
				],
				`/Encrypt 4 0 R /ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>]`
			)
		],
		['half a file', pdfOf([CATALOGUE, ONE_PAGE, page(A4)]).subarray(0, 60)]
	])('says that it cannot read %s', async (_name, bytes) => {
		const reading = await readPdf(bytes);
		expect(reading.ok && reading.pages.length > 0).toBe(false);
	});

	it('survives a drawing that draws itself', async () => {
		const form =
			'<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 4 0 R >> >> /Length 5 >>';
		const objects = [
			CATALOGUE,
			ONE_PAGE,
			`<< /Type /Page /Parent 2 0 R /MediaBox [${A4}] /Resources << /XObject << /F 4 0 R >> >> /Contents 5 0 R >>`,
			`${form}\nstream\n/F Do\nendstream`,
			'<< /Length 5 >>\nstream\n/F Do\nendstream'
		];
		const reading = await readPdf(pdfOf(objects), 4000);
		expect(typeof reading.ok).toBe('boolean');
	});

	it('runs no script of the file', async () => {
		const action = '/OpenAction << /S /JavaScript /JS (globalThis.ranFromPdf = true) >>';
		const reading = await readPdf(pdfOf([`<< /Type /Catalog /Pages 2 0 R ${action} >>`, ONE_PAGE, page(A4)]));
		expect(reading.ok).toBe(true);
		expect('ranFromPdf' in globalThis).toBe(false);
	});

	it('gives the picture and no lines of a page that is only a picture', async () => {
		const bill = await drawBill({ seed: 6, pixelsPerMm: 4 });
		const reading = await readPdf(bill.scannedPdf);
		expect(reading.ok && reading.pages[0]?.lines).toEqual([]);
		expect(reading.ok && reading.pages[0]?.image.data.some((value) => value < 100)).toBe(true);
	});

	it('gives up when its time is over', async () => {
		const bill = await drawBill({ seed: 6, pixelsPerMm: 4 });
		expect(await readPdf(bill.textPdf, 0)).toEqual({ ok: false });
	});
});

import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { drawBill } from '../testing';
import { readPdf, type PdfReading } from './readPdf';
import { readPdfApart } from './readPdfApart';
import { pdfOf } from './testing';

let folder: string;
let file: string;

beforeAll(async () => {
	// Inside the project, so that the built file finds the packages.
	folder = await mkdtemp(resolve('node_modules', '.pdf-reader-'));
	await build({
		configFile: resolve('vite.server.config.ts'),
		logLevel: 'error',
		build: { outDir: folder, sourcemap: false, rollupOptions: { input: { pdfReader: 'src/pdfReader.ts' } } }
	});
	file = join(folder, 'pdfReader.js');
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One page whose picture is drawn by the given operators. */
const drawing = (operators: Uint8Array, resources = '') =>
	pdfOf([
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << ${resources} >> /Contents 4 0 R >>`,
		Buffer.concat([
			Buffer.from(`<< /Filter /FlateDecode /Length ${String(operators.length)} >>\nstream\n`),
			operators,
			Buffer.from('\nendstream')
		])
	]);

/** All of a reading, its pixels as their digest: millions of them are slow to compare one by one. */
const said = (reading: PdfReading) =>
	reading.ok && {
		...reading,
		pages: reading.pages.map(({ image, lines }) => ({
			lines,
			size: [image.width, image.height],
			pixels: createHash('sha256').update(image.data).digest('hex')
		}))
	};

describe('readPdfApart', { timeout: 60_000 }, () => {
	it('says of a bill exactly what is said in the same process', async () => {
		const bill = await drawBill({ seed: 6, pixelsPerMm: 4 });
		for (const pdf of [bill.textPdf, bill.scannedPdf])
			expect(said(await readPdfApart(pdf, file, { wallMs: 30_000 }))).toEqual(said(await readPdf(pdf, 30_000)));
	});

	it('ends a file whose drawing takes for ever when its time is over, and leaves its own thread free meanwhile', async () => {
		// Each curve crosses the page: millions of them from some kilobytes.
		const endless = drawing(
			deflateSync(Buffer.from('0 0 m 9 900 500 -100 590 840 c S '.repeat(3_000_000)), { level: 9 })
		);
		expect(endless.length).toBeLessThan(1_000_000);
		let turns = 0;
		const counting = setInterval(() => turns++, 20);
		const start = performance.now();
		expect(await readPdfApart(endless, file, { wallMs: 1500 })).toEqual({ ok: false });
		clearInterval(counting);
		expect(performance.now() - start).toBeLessThan(5000);
		expect(turns).toBeGreaterThan(5);
	});

	it('ends a file that unfolds to more than its memory', async () => {
		const bomb = drawing(deflateSync(Buffer.alloc(1024 ** 3 - 1, ' '), { level: 9 }));
		expect(bomb.length).toBeLessThan(2_000_000);
		expect(await readPdfApart(bomb, file, { wallMs: 30_000 })).toEqual({ ok: false });
	});

	it('cannot read what no process reads', async () => {
		const bill = await drawBill({ seed: 6, pixelsPerMm: 4 });
		expect(await readPdfApart(bill.textPdf, join(folder, 'gone.js'))).toEqual({ ok: false });
	});

	it('reads the next file after one that broke its process', async () => {
		const bill = await drawBill({ seed: 6, pixelsPerMm: 4 });
		expect(await readPdfApart(bill.textPdf, file, { memory: 1024 ** 2 })).toEqual({ ok: false });
		expect(await readPdfApart(bill.textPdf, file, { wallMs: 30_000 })).toMatchObject({ ok: true });
	});
});

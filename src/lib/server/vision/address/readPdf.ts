import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { RgbImage, TextLine } from '../types';
import { textLinesOfPage, type PageText } from './pdfText';

export interface PdfPage {
	image: RgbImage;
	/** Of the text that the file itself holds; empty for a scan. */
	lines: TextLine[];
}

export type PdfReading = { ok: true; pages: PdfPage[]; pageCount: number } | { ok: false };

/** An address stands on the first page; the second is looked at for covers. */
const MAX_PAGES = 2;
/** Longest side of a rendered page: some 170 dots an inch of A4, enough for the recogniser. */
const PAGE_SIDE = 1800;
const MAX_PAGE_RATIO = 4;
/** Pixels of one picture inside the file; a larger one is left out by the renderer. */
const MAX_EMBEDDED_PIXELS = 50_000_000;

/**
 * Renders the first pages of a PDF without running anything in it: no scripts, no forms, no evaluation, no fetching. Broken,
 * encrypted, endless files are `{ok: false}`.
 * @param timeoutMs for all of it; work that blocks inside one step is ended by readPdfApart alone
 */
export async function readPdf(bytes: Uint8Array, timeoutMs = 5000): Promise<PdfReading> {
	const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
	const assets = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
	// The renderer keeps, and empties, the array that it is given.
	const task = getDocument({
		data: new Uint8Array(bytes),
		isEvalSupported: false,
		enableXfa: false,
		disableFontFace: true,
		useSystemFonts: false,
		maxImageSize: MAX_EMBEDDED_PIXELS,
		standardFontDataUrl: join(assets, 'standard_fonts/'),
		cMapUrl: join(assets, 'cmaps/'),
		cMapPacked: true,
		wasmUrl: join(assets, 'wasm/'),
		verbosity: 0
	});
	let timer: NodeJS.Timeout | undefined;
	const expired = new Promise<'expired'>((resolve) => {
		timer = setTimeout(() => resolve('expired'), timeoutMs);
		timer.unref();
	});
	try {
		const outcome = await Promise.race([readPages(task.promise), expired]);
		return outcome === 'expired' ? { ok: false } : outcome;
	} catch {
		// Whatever the parser throws of a stranger's file means one thing: it cannot be read.
		return { ok: false };
	} finally {
		clearTimeout(timer);
		await task.destroy().catch(() => undefined);
	}
}

async function readPages(loading: Promise<PDFDocumentProxy>): Promise<PdfReading> {
	const { createCanvas } = await import('@napi-rs/canvas');
	const document = await loading;
	const pages: PdfPage[] = [];
	for (let number = 1; number <= Math.min(MAX_PAGES, document.numPages); number++) {
		const page = await document.getPage(number);
		const natural = page.getViewport({ scale: 1 });
		const longer = Math.max(natural.width, natural.height);
		const shorter = Math.min(natural.width, natural.height);
		if (!(shorter > 0) || longer / shorter > MAX_PAGE_RATIO) return { ok: false };
		const viewport = page.getViewport({ scale: PAGE_SIDE / longer });
		const canvas = createCanvas(Math.round(viewport.width), Math.round(viewport.height));
		const context = canvas.getContext('2d');
		context.fillStyle = '#ffffff';
		context.fillRect(0, 0, canvas.width, canvas.height);
		await page.render({ canvas: null, canvasContext: asBrowserContext(context), viewport, annotationMode: 0 }).promise;
		const content = await page.getTextContent();
		const items = content.items.flatMap((item): PageText[] =>
			'str' in item && item.str.trim() !== ''
				? [{ text: item.str, transform: item.transform.map(Number), width: item.width, height: item.height }]
				: []
		);
		const rgba = context.getImageData(0, 0, canvas.width, canvas.height).data;
		pages.push({
			image: { width: canvas.width, height: canvas.height, data: withoutAlpha(rgba) },
			lines: textLinesOfPage(items, viewport.transform.map(Number), viewport.scale, canvas)
		});
	}
	return { ok: true, pages, pageCount: document.numPages };
}

/** The renderer's types know the browser's context only; the one of @napi-rs/canvas is what it is made to run on in Node. */
function asBrowserContext(context: object): CanvasRenderingContext2D {
	if (!isBrowserContext(context)) throw new TypeError('not a drawing context');
	return context;
}
const isBrowserContext = (context: object): context is CanvasRenderingContext2D =>
	'fillRect' in context && 'drawImage' in context;

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
	const data = new Uint8Array((rgba.length / 4) * 3);
	for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
		data[to] = rgba[from] ?? 0;
		data[to + 1] = rgba[from + 1] ?? 0;
		data[to + 2] = rgba[from + 2] ?? 0;
	}
	return data;
}

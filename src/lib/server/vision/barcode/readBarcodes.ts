import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
	prepareZXingModule,
	readBarcodes as decodeSymbols,
	type ReaderOptions,
	type ReadResult
} from 'zxing-wasm/reader';
import { rectToBox } from '../image/geometry';
import { toGrey } from '../image/pixels';
import { resize } from '../image/resize';
import { memoizeAsync } from '../runtime/memoize';
import type { BarcodeResult, RgbImage } from '../types';
import { parseAamva } from './aamva';
import { stretchContrast, toRgba } from './rendering';

/**
 * PDF417, QR and Code 128 symbols of the picture, AAMVA files parsed. Several renderings are tried until one decodes, none is
 * started after `budgetMs`. The reader's WebAssembly is read from the installed package: nothing is fetched.
 * @param now milliseconds of a clock that only goes forward
 */
export async function readBarcodes(
	image: RgbImage,
	options: { budgetMs?: number; now?: () => number } = {}
): Promise<BarcodeResult[]> {
	const now = options.now ?? (() => performance.now());
	const deadline = now() + (options.budgetMs ?? 1500);
	await prepareReader('reader');
	for (const attempt of attempts(image)) {
		const { rendering, readerOptions } = attempt();
		const found = (await decodeSymbols(rendering, readerOptions)).filter(({ isValid }) => isValid);
		if (found.length > 0) return withoutDoubles(found.map((symbol) => describe(symbol, rendering)));
		if (now() > deadline) break;
	}
	return [];
}

/** `Plain` keeps control letters as they are; the reader's default writes `<LF>`. */
const FORMATS: ReaderOptions = {
	formats: ['PDF417', 'QRCode', 'Code128'],
	maxNumberOfSymbols: 8,
	tryHarder: true,
	textMode: 'Plain'
};

/** Cheapest and likeliest first. A symbol needs two pixels a module; too many of them blur into noise, so both ways are tried. */
function attempts(image: RgbImage): (() => { rendering: ImageData; readerOptions: ReaderOptions })[] {
	const longer = Math.max(image.width, image.height);
	const at = (side: number): RgbImage => {
		const scale = Math.min(side / longer, 3);
		return scale === 1 ? image : resize(image, image.width * scale, image.height * scale);
	};
	const attempt = (side: number, stretched: boolean, options: ReaderOptions) => () => {
		const grey = toGrey(at(side));
		return { rendering: toRgba(stretched ? stretchContrast(grey) : grey), readerOptions: { ...FORMATS, ...options } };
	};
	const first = Math.min(longer, 2000);
	return [
		attempt(first, false, {}),
		attempt(first, true, { binarizer: 'GlobalHistogram' }),
		attempt(first * 1.6, true, {}),
		attempt(first * 0.6, true, { tryDenoise: true }),
		attempt(first * 1.6, true, { binarizer: 'GlobalHistogram', tryDenoise: true }),
		attempt(first * 2.2, false, { tryDenoise: true }),
		attempt(first * 0.8, false, { tryDenoise: true })
	];
}

function describe(symbol: ReadResult, { width, height }: { width: number; height: number }): BarcodeResult {
	const { topLeft, topRight, bottomRight, bottomLeft } = symbol.position;
	const corners = [topLeft, topRight, bottomRight, bottomLeft];
	const left = Math.min(...corners.map(({ x }) => x));
	const top = Math.min(...corners.map(({ y }) => y));
	const right = Math.max(...corners.map(({ x }) => x));
	const bottom = Math.max(...corners.map(({ y }) => y));
	const box = rectToBox({ x: left, y: top, width: right - left, height: bottom - top }, { width, height });
	const aamva = symbol.format === 'PDF417' ? parseAamva(symbol.text) : null;
	const placed = aamva === null ? null : { ...aamva, fields: aamva.fields.map((field) => ({ ...field, box })) };
	return { format: symbol.format, text: symbol.text, box, aamva: placed };
}

function withoutDoubles(symbols: BarcodeResult[]): BarcodeResult[] {
	const seen = new Set<string>();
	return symbols.filter(({ format, text }) => {
		const key = `${format}:${text}`;
		return !seen.has(key) && seen.add(key);
	});
}

/** The package keeps the one compiled module for the whole process; this keeps the wait for it. */
const prepareReader = memoizeAsync(loadReader);

async function loadReader(_kind: 'reader'): Promise<void> {
	const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
	const wasmBinary = new Uint8Array(await readFile(file)).buffer;
	await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

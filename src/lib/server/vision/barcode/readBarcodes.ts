import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
	prepareZXingModule,
	purgeZXingModule,
	readBarcodes as decodeSymbols,
	type ReaderOptions,
	type ReadResult
} from 'zxing-wasm/reader';
import { rectToBox, transformPoint } from '../image/geometry';
import { memoizeAsync } from '../runtime/memoize';
import type { BarcodeResult, RgbImage } from '../types';
import { parseAamva } from './aamva';
import { attempts, type Rendering } from './attempts';

/**
 * PDF417, QR and Code 128 symbols of the picture, AAMVA files parsed. Where nothing is striped as densely as a symbol nothing is
 * tried; else several renderings are, until one decodes, and none is started after `budgetMs`. The reader's WebAssembly is read from the installed package: nothing is fetched.
 * @param options.besideZone only where something is too large and too dense to be the zone that was read; @param options.now milliseconds of
 * a clock that only goes forward
 */
export async function readBarcodes(
	image: RgbImage,
	options: { budgetMs?: number; besideZone?: boolean; now?: () => number } = {}
): Promise<BarcodeResult[]> {
	const now = options.now ?? (() => performance.now());
	const deadline = now() + (options.budgetMs ?? 1500);
	await prepareReader('reader');
	for (const attempt of attempts(image, options.besideZone)) {
		const rendering = attempt();
		const found = (await decode(rendering)).filter(({ isValid }) => isValid);
		if (found.length > 0) return withoutDoubles(found.map((symbol) => describe(symbol, rendering, image)));
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

/** A trap (as on a picture of few rows, when denoised) leaves the module in no known state: the next picture gets a new one. */
async function decode({ picture, options }: Rendering): Promise<ReadResult[]> {
	try {
		return await decodeSymbols(picture, { ...FORMATS, ...options });
	} catch (error) {
		if (!(error instanceof WebAssembly.RuntimeError)) throw error;
		purgeZXingModule();
		await loadReader('reader');
		return [];
	}
}

function describe(symbol: ReadResult, { toPicture }: Rendering, image: RgbImage): BarcodeResult {
	const { topLeft, topRight, bottomRight, bottomLeft } = symbol.position;
	const corners = [topLeft, topRight, bottomRight, bottomLeft].map((point) => transformPoint(toPicture, point));
	const left = Math.min(...corners.map(({ x }) => x));
	const top = Math.min(...corners.map(({ y }) => y));
	const right = Math.max(...corners.map(({ x }) => x));
	const bottom = Math.max(...corners.map(({ y }) => y));
	const box = rectToBox({ x: left, y: top, width: right - left, height: bottom - top }, image);
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

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReader } from './openVision';
import { readPdf } from './address';
import { analyzeAddress, type AddressDeps } from './analyzeAddress';
import { openModels } from './runtime';
import { drawBill } from './testing';
import { TAMPER_SUSPECTED_AT } from './tamper';
import type { AddressAnalysis } from './types';

const modelsDir = join(process.cwd(), 'models');
const hasModels = existsSync(join(modelsDir, 'text-recognizer', 'onnx', 'model.onnx'));

const values = ({ fields }: AddressAnalysis): Record<string, string> =>
	Object.fromEntries(fields.map(({ name, value }) => [name, value]));

// Vitest reports the group as skipped where the weights are not prepared.
describe.skipIf(!hasModels)('analyzeAddress', () => {
	let deps: AddressDeps;
	let close: () => Promise<void>;
	beforeAll(async () => {
		const models = await openModels({ modelsDir });
		deps = { models, reader: await openReader(models), readPdf };
		close = () => models.close();
	});
	afterAll(() => close());

	it('reads every field of a photographed statement', async () => {
		const bill = await drawBill({
			seed: 2,
			pixelsPerMm: 5,
			kind: 'bank_statement',
			scene: 'desk',
			defects: { perspective: 0.3 }
		});
		const analysis = await analyzeAddress(deps, { bytes: bill.jpeg });
		expect(values(analysis)).toEqual(bill.truth.fields);
		expect(analysis).toMatchObject({ documentKind: 'bank_statement', pages: 1, reasons: [], pagePreview: null });
		expect(Object.keys(analysis.models)).toContain('text-recognizer');
	});

	it('gives boxes in the picture as it came, also where it lies on its side', async () => {
		const bill = await drawBill({ seed: 3, defects: { rotation: 90 } });
		const analysis = await analyzeAddress(deps, { bytes: bill.jpeg });
		expect(values(analysis)).toEqual(bill.truth.fields);
		const box = analysis.fields.find(({ name }) => name === 'accountNumber')?.box;
		expect(Math.abs((box?.x ?? 1) - (bill.truth.boxes.accountNumber?.x ?? 0))).toBeLessThan(0.03);
	});

	it('takes the text of a PDF at its word, without any model', async () => {
		const bill = await drawBill({ seed: 4 });
		const analysis = await analyzeAddress(deps, { bytes: bill.textPdf });
		expect(values(analysis)).toEqual(bill.truth.fields);
		expect(analysis.models).toEqual({});
		expect(analysis.tamper).toBeNull();
		expect(analysis.pagePreview?.jpeg.length).toBeGreaterThan(1000);
	});

	it('recognises the text of a scanned PDF', async () => {
		const bill = await drawBill({ seed: 5 });
		const analysis = await analyzeAddress(deps, { bytes: bill.scannedPdf });
		expect(values(analysis)).toEqual(bill.truth.fields);
		expect(analysis.tamper?.score).toBeLessThan(TAMPER_SUSPECTED_AT);
	}, 90_000);

	it.each([
		['a broken PDF', Buffer.from('%PDF-1.4\nbroken')],
		['nothing', Buffer.alloc(0)],
		['text', Buffer.from('hello')]
	])('calls %s unreadable', async (_name, bytes) => {
		expect(await analyzeAddress(deps, { bytes })).toMatchObject({ reasons: ['file_unreadable'], fields: [], pages: 0 });
	});
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { openVision } from '.';
import { decodeImage } from './image';
import { badPictures, flipBytes, type BadPicture } from './testing/badPictures';
import { drawBill, drawPassport } from './testing';
import { resultProblems } from './testing/resultProblems';
import type { Vision } from './types';

/** `npm run fuzz` goes on where this leaves off. */
const FLIPS = 30;

let vision: Vision;
let pictures: BadPicture[];
let good: { jpeg: Uint8Array; lines: string[] };
beforeAll(async () => {
	vision = await openVision({ modelsDir: 'models', today: () => new Date('2026-11-22') });
	pictures = await badPictures();
	const { jpeg, truth } = await drawPassport({ seed: 3, pixelsPerMm: 8 });
	good = { jpeg, lines: truth.mrz?.lines ?? [] };
}, 120_000);
afterAll(async () => {
	await vision.close();
});

// Whole analyses on whatever machine this is: the limit is against hanging, not against slowness.
describe('bad input', { timeout: 240_000 }, () => {
	it('is decoded, or refused with a code of its own kind', async () => {
		for (const { name, bytes, decoding } of pictures) {
			const decoded = await decodeImage(bytes);
			expect([name, decoded.ok ? 'decoded' : decoded.code]).toEqual([name, decoding]);
		}
	});

	it('ends in a sound document analysis with the reason to ask again, and the next good picture is read', async () => {
		for (const { name, bytes, reason } of pictures) {
			const decoded = await decodeImage(bytes);
			if (!decoded.ok) continue;
			const analysis = await vision.analyzeDocument({ image: decoded.image, slot: 'id_front' });
			expect([name, resultProblems(analysis)]).toEqual([name, []]);
			if (reason !== null) expect([name, analysis.reasons]).toEqual([name, [reason]]);
			if (reason !== null) expect([name, analysis.mrz]).toEqual([name, null]);
			if (analysis.mrz !== null && name.includes('fillers')) expect(analysis.mrz.valid).toBe(false);
		}
		await expectGoodReading();
	});

	it('ends in a sound face analysis', async () => {
		for (const { name, bytes, reason } of pictures) {
			const decoded = await decodeImage(bytes);
			if (!decoded.ok) continue;
			const analysis = await vision.analyzeFace({ image: decoded.image });
			expect([name, resultProblems(analysis)]).toEqual([name, []]);
			if (reason === 'document_not_found') expect([name, analysis.reasons]).toEqual([name, ['face_not_found']]);
		}
	});

	it('ends in a sound address analysis, whatever the bytes', async () => {
		// Text is read as on a document above: here the ways in are tried, and what holds no text at all.
		for (const { name, bytes, decoding } of pictures.filter(
			({ decoding, reason }) => decoding !== 'decoded' || reason
		)) {
			const analysis = await vision.analyzeAddress({ bytes });
			expect([name, resultProblems(analysis)]).toEqual([name, []]);
			if (decoding !== 'decoded') expect([name, analysis.reasons]).toEqual([name, ['file_unreadable']]);
		}
	});

	it(`gives a result or a code for ${FLIPS} damaged pictures and pages, and reads the next good one`, async () => {
		const small = sharp((await drawPassport({ seed: 4, pixelsPerMm: 2.5 })).jpeg);
		const bill = await drawBill({ seed: 2 });
		const originals = [
			await small.clone().jpeg({ quality: 80 }).toBuffer(),
			await small.clone().png().toBuffer(),
			await small.clone().webp().toBuffer(),
			bill.textPdf
		];
		const endings = new Set<string>();
		for (let seed = 0; seed < FLIPS; seed++) {
			const damaged = flipBytes(originals[seed % originals.length] ?? good.jpeg, seed);
			endings.add(await endingOf(damaged, seed));
		}
		expect([...endings].filter((ending) => !/^(IMAGE_\w+|document|face|address)$/.test(ending))).toEqual([]);
		await expectGoodReading();
	});
});

/** One of the three doors, in turns; what is no picture goes to the one that takes pages. */
async function endingOf(bytes: Uint8Array, turn: number): Promise<string> {
	const decoded = await decodeImage(bytes);
	if (!decoded.ok && turn % 4 !== 3) return decoded.code;
	const analysis = !decoded.ok
		? await vision.analyzeAddress({ bytes })
		: turn % 3 === 0
			? await vision.analyzeFace({ image: decoded.image })
			: await vision.analyzeDocument({
					image: decoded.image,
					slot: turn % 3 === 1 ? 'id_front' : 'id_back',
					original: bytes
				});
	const problems = resultProblems(analysis);
	return problems.length === 0 ? analysis.kind : `${turn}: ${problems.slice(0, 3).join(', ')}`;
}

async function expectGoodReading(): Promise<void> {
	const decoded = await decodeImage(good.jpeg);
	if (!decoded.ok) throw new Error(decoded.code);
	const analysis = await vision.analyzeDocument({ image: decoded.image, slot: 'id_front', original: good.jpeg });
	expect(analysis.mrz).toMatchObject({ lines: good.lines, valid: true });
}

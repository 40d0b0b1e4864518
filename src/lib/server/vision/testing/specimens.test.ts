import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkDigit } from '../mrz/checkDigit';
import {
	drawEuLicence,
	drawIdCard,
	drawPassport,
	drawSelfie,
	drawVisa,
	isSamePerson,
	specimenPerson,
	stillCamera,
	writeMrz
} from '.';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('specimens', () => {
	it('draws the same bytes for the same seed and others for another', async () => {
		const options = { pixelsPerMm: 5, defects: { blur: 0.1 } };
		const [first, again, other] = [
			await drawPassport(options),
			await drawPassport(options),
			await drawPassport({ ...options, seed: 2 })
		];
		expect(digest(first.jpeg)).toBe(digest(again.jpeg));
		expect(digest(first.jpeg)).not.toBe(digest(other.jpeg));
	});

	it('writes zones of the lengths of ICAO 9303, as in its own example', () => {
		const person = specimenPerson(1, { surname: 'ERIKSSON', givenNames: 'ANNA MARIA', dateOfBirth: '1974-08-12' });
		const content = { person, issuingState: 'UTO', dateOfExpiry: '2012-04-15', documentNumber: 'L898902C3' };
		expect(writeMrz('TD3', { ...content, documentCode: 'P', optionalData: 'ZE184226B' })).toEqual([
			'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
			'L898902C36UTO7408122F1204159ZE184226B<<<<<10'
		]);
		expect(writeMrz('TD1', { ...content, documentCode: 'I', documentNumber: 'D23145890' })).toEqual([
			'I<UTOD231458907<<<<<<<<<<<<<<<',
			'7408122F1204159UTO<<<<<<<<<<<6',
			'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'
		]);
		expect(writeMrz('MRV-A', { ...content, documentCode: 'V' }).map(({ length }) => length)).toEqual([44, 44]);
		expect(writeMrz('MRV-B', { ...content, documentCode: 'V' }).map(({ length }) => length)).toEqual([36, 36]);
	});

	it('carries a long document number into the optional data', () => {
		const content = {
			person: specimenPerson(1),
			issuingState: 'UTO',
			dateOfExpiry: '2030-01-01',
			documentNumber: 'D23145890734'
		};
		const [first = ''] = writeMrz('TD1', { ...content, documentCode: 'I' });
		expect(first).toBe(`I<UTOD23145890<734${checkDigit('D23145890734')}<<<<<<<<<<<`);
	});

	it('keeps every named box inside the picture, whatever is done to it', async () => {
		const { front, back } = await drawIdCard({
			pixelsPerMm: 6,
			defects: { rotation: 12, perspective: 0.6, crop: 0.1 }
		});
		const visa = await drawVisa({ pixelsPerMm: 5, format: 'MRV-B' });
		for (const { truth } of [front, back, visa]) {
			expect(Object.keys(truth.boxes).length).toBeGreaterThan(2);
			for (const box of Object.values(truth.boxes)) {
				expect(Math.min(box.x, box.y, box.width, box.height)).toBeGreaterThanOrEqual(0);
				expect(Math.max(box.x + box.width, box.y + box.height)).toBeLessThanOrEqual(1.0001);
			}
		}
	});

	it('bows a page with its boxes, and shows another ghost or none where asked', async () => {
		const flat = await drawPassport({ pixelsPerMm: 4, scene: 'flat' });
		const bowed = await drawPassport({
			pixelsPerMm: 4,
			scene: 'flat',
			ghostPortrait: false,
			defects: { curvature: 1, shadow: 0.5, paperGrain: 0.5, phonePipeline: 0.5 }
		});
		const heightOf = ({ truth }: typeof flat): number => truth.boxes.mrzLine1?.height ?? 0;
		expect(heightOf(bowed)).toBeGreaterThan(heightOf(flat) + 0.05);
		expect(Object.keys(bowed.truth.boxes)).not.toContain('ghostPortrait');
		expect(Object.keys(flat.truth.boxes)).toContain('ghostPortrait');
		expect(bowed.truth.corners[0].y).toBeCloseTo(1 / 12, 2);
	});

	it('draws a licence in the European manner', async () => {
		const { front, back } = await drawEuLicence({ pixelsPerMm: 5 });
		expect(Object.keys(front.truth.boxes)).toEqual(expect.arrayContaining(Object.keys(front.truth.fields)));
		expect(back.truth.barcode).toBeNull();
	});

	it('says what was edited', async () => {
		const { truth } = await drawPassport({ pixelsPerMm: 6, defects: { portraitSwap: 'adult-05' } });
		// Laid a few pixels off, as by hand.
		expect(truth.edited?.x).toBeCloseTo(truth.boxes.portrait?.x ?? 0, 2);
		expect(truth.edited?.y).toBeCloseTo(truth.boxes.portrait?.y ?? 0, 2);
		expect(truth.edited?.width).toBeCloseTo(truth.boxes.portrait?.width ?? 0, 2);
	});

	it('knows which portraits show one person', () => {
		expect(isSamePerson('adult-01', 'adult-02')).toBe(true);
		expect(isSamePerson('adult-01', 'adult-03')).toBe(false);
	});

	it('makes a video of baseline JPEGs for a fake camera', async () => {
		const { image } = await drawSelfie({ width: 320, height: 240 });
		const video = await stillCamera(image, { width: 320, height: 240 });
		const starts = [...video.keys()].filter(
			(at) => video[at] === 0xff && video[at + 1] === 0xd8 && video[at + 2] === 0xff
		);
		expect(starts).toHaveLength(12);
		// SOF0 with a luminance sampling of 2 × 2: baseline, 4:2:0.
		const frame = video.indexOf(Buffer.from([0xff, 0xc0]));
		expect(video[frame + 11]).toBe(0x22);
	});
});

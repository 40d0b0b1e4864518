import sharp from 'sharp';
import {
	drawDrivingLicence,
	drawIdCard,
	drawPassport,
	drawTd2Card,
	drawVisa,
	PORTRAIT_IDS,
	type Specimen,
	type SpecimenDefects,
	type SpecimenOptions
} from '$lib/server/vision/testing';
import { phoneLike } from '$lib/server/vision/testing/phoneLike';

/** Seeds that no test and no fit uses: those stay below. */
const HELD_OUT = 7_000_000;

export const ZONE_FORMATS = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'] as const;

/** The five formats in turn; `phone` as bar P-6 has it. The same index, the same picture. */
export async function drawZoneDocument(index: number, phone: boolean): Promise<Specimen> {
	const options = optionsOf(index, phone ? phoneLike(HELD_OUT + index) : {});
	switch (ZONE_FORMATS[index % ZONE_FORMATS.length]) {
		case 'TD1':
			return (await drawIdCard(options)).back;
		case 'TD2':
			return drawTd2Card(options);
		case 'MRV-A':
		case 'MRV-B':
			return drawVisa({ ...options, format: index % 5 === 3 ? 'MRV-A' : 'MRV-B' });
		default:
			return drawPassport(options);
	}
}

/** Sides with a printed zone: passport, card, licence, residence card, in turn. */
export async function drawPrintedDocument(index: number, defects: SpecimenDefects): Promise<Specimen> {
	const options = optionsOf(index, defects);
	switch (index % 4) {
		case 1:
			return (await drawIdCard(options)).front;
		case 2:
			return (await drawDrivingLicence(options)).front;
		case 3:
			return drawTd2Card(options);
		default:
			return drawPassport(options);
	}
}

/** The back of a licence: a PDF417 symbol with an AAMVA file. */
export async function drawSymbol(index: number, phone: boolean): Promise<Specimen> {
	return (await drawDrivingLicence(optionsOf(index, phone ? phoneLike(HELD_OUT + index) : {}))).back;
}

/** A passport on a desk, 4000 × 3000 pixels, as a phone's main camera takes it. */
export async function drawPhotograph(index: number): Promise<Uint8Array> {
	const { jpeg } = await drawPassport({ ...optionsOf(index, { rotation: (index % 7) - 3 }), pixelsPerMm: 26 });
	return sharp(jpeg).resize(4000, 3000, { fit: 'cover' }).jpeg({ quality: 90 }).toBuffer();
}

/** One seed, one document: the edits of one document are made on the same picture. */
export function optionsOf(index: number, defects: SpecimenDefects): SpecimenOptions {
	const portrait = PORTRAIT_IDS[index % PORTRAIT_IDS.length];
	return { seed: HELD_OUT + index, defects, ...(portrait === undefined ? {} : { portrait }) };
}

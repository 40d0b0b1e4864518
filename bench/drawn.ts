import sharp from 'sharp';
import {
	drawDrivingLicence,
	drawIdCard,
	drawPassport,
	drawTd2Card,
	drawVisa,
	drawZone,
	inventZone,
	PORTRAIT_IDS,
	randomStream,
	type Specimen,
	type SpecimenDefects,
	type SpecimenOptions
} from '$lib/server/vision/testing';
import { phoneLike } from '$lib/server/vision/testing/phoneLike';

/** Seeds that no test and no fit uses: those stay below. */
const HELD_OUT = 7_000_000;

export const ZONE_FORMATS = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'] as const;

type ZoneFormat = (typeof ZONE_FORMATS)[number];
export const zoneFormatOf = (index: number): ZoneFormat => ZONE_FORMATS[index % ZONE_FORMATS.length] ?? 'TD3';

/**
 * The five formats in turn, ten documents a round: five of Utopia, as they are printed whole, and five with the zone of any state
 * on a page with little else. `phone` as bar P-6 has it. The same index, the same picture.
 */
export async function drawZoneDocument(index: number, phone: boolean): Promise<Specimen> {
	const options = optionsOf(index, phone ? phoneLike(HELD_OUT + index) : {});
	const format = zoneFormatOf(index);
	if (index % 10 >= 5) return drawForeignZone(format, options);
	switch (format) {
		case 'TD1':
			return (await drawIdCard(options)).back;
		case 'TD2':
			return drawTd2Card(options);
		case 'MRV-A':
		case 'MRV-B':
			return drawVisa({ ...options, format });
		default:
			return drawPassport(options);
	}
}

const INKS = ['#111114', '#2a2a33', '#1d2c55', '#40342c'] as const;

/** Any state's zone on paper of any tint; one in eight of a state that no table lists, one in eight with a code that none does. */
function drawForeignZone(format: ZoneFormat, options: SpecimenOptions): Promise<Specimen> {
	const seed = options.seed ?? 1;
	const random = randomStream(seed * 8191 + 3);
	const [first = '', ...others] = inventZone(format, seed);
	const odd = random.next();
	const state = odd < 0.125 ? random.letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 3) : first.slice(2, 5);
	const code =
		odd > 0.875 ? first.charAt(0) + random.letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789', 1) : first.slice(0, 2);
	const lines = [code + state + first.slice(5), ...others];
	const ink = random.next() < 0.5 ? {} : { ink: random.pick(INKS) };
	return drawZone({ ...options, ...ink, format, lines, strip: random.between(0.1, 0.9) });
}

/** A passport from afar: `share` of the width of a picture of 3000 × 2250 pixels. */
export async function drawDistantPassport(index: number, share: number): Promise<Specimen> {
	const specimen = await drawPassport({ ...optionsOf(index, { rotation: (index % 9) - 4 }), pixelsPerMm: 16 });
	const width = Math.round(3000 * share);
	const small = await sharp(specimen.jpeg).resize({ width }).toBuffer({ resolveWithObject: true });
	const random = randomStream(HELD_OUT + index);
	const at = {
		left: Math.round(random.between(0, 3000 - width)),
		top: Math.round(random.between(0, 2250 - small.info.height))
	};
	const jpeg = await sharp({ create: { width: 3000, height: 2250, channels: 3, background: '#8d8378' } })
		.composite([{ input: small.data, ...at }])
		.jpeg({ quality: 88 })
		.toBuffer();
	return { ...specimen, jpeg };
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

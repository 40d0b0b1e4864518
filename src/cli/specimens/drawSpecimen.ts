import type { FieldName } from '$lib/contract/slots';
import {
	drawBill,
	drawDrivingLicence,
	drawEuLicence,
	drawIdCard,
	drawPassport,
	drawTd2Card,
	drawVisa,
	PORTRAIT_IDS,
	type Specimen,
	type SpecimenDefects,
	type SpecimenOptions
} from '$lib/server/vision/testing';
import type { AskedDefects } from './parseDefects';

/** Millimetres of each document. */
const SIZES = {
	passport: [125, 88],
	id_card: [85.6, 54],
	td2_card: [105, 74],
	licence: [85.6, 54],
	eu_licence: [85.6, 54],
	visa: [120, 80],
	bill: [210, 297]
} as const;
export type SpecimenKind = keyof typeof SIZES;
export const KINDS = Object.keys(SIZES).filter((kind): kind is SpecimenKind => kind in SIZES);

export interface DrawnSide {
	side: '' | 'front' | 'back';
	slot: 'id_front' | 'id_back' | 'poa';
	specimen: Specimen;
}

export interface Asked {
	seed: number;
	defects: AskedDefects;
	/** Of the picture on its desk; null for the maker's own size. */
	megapixels: number | null;
}

/** One document, both of its sides where it has two. An edit is made on the front, where its field is printed there. */
export async function drawSpecimen(kind: SpecimenKind, asked: Asked): Promise<DrawnSide[]> {
	const { textEdit, ...rest } = asked.defects;
	const options: SpecimenOptions = {
		seed: asked.seed,
		portrait: PORTRAIT_IDS[asked.seed % PORTRAIT_IDS.length] ?? 'adult-03',
		...(asked.megapixels === null ? {} : { pixelsPerMm: scaleFor(kind, asked.megapixels) })
	};
	if (textEdit === undefined) return draw(kind, { ...options, defects: rest });
	const [plain] = await draw(kind, { ...options, pixelsPerMm: 3, defects: {} });
	const value = plain?.specimen.truth.boxes[textEdit] && plain.specimen.truth.fields[textEdit];
	const edit: SpecimenDefects = value
		? { ...rest, textEdit: { field: textEdit, text: otherText(textEdit, value) } }
		: rest;
	return draw(kind, { ...options, defects: edit });
}

/** Pixels a millimetre at which the document with its desk, 7 % of its width all around, fills so many pixels. */
function scaleFor(kind: SpecimenKind, megapixels: number): number {
	const [width, height] = SIZES[kind];
	return Math.sqrt((megapixels * 1e6) / (width * 1.14 * (height + 0.14 * width)));
}

async function draw(kind: SpecimenKind, options: SpecimenOptions): Promise<DrawnSide[]> {
	const one = (specimen: Specimen): DrawnSide[] => [{ side: '', slot: 'id_front', specimen }];
	const two = ({ front, back }: { front: Specimen; back: Specimen }): DrawnSide[] => [
		{ side: 'front', slot: 'id_front', specimen: front },
		{ side: 'back', slot: 'id_back', specimen: back }
	];
	switch (kind) {
		case 'passport':
			return one(await drawPassport(options));
		case 'id_card':
			return two(await drawIdCard(options));
		case 'td2_card':
			return one(await drawTd2Card(options));
		case 'licence':
			return two(await drawDrivingLicence(options));
		case 'eu_licence':
			return two(await drawEuLicence(options));
		case 'visa':
			return one(await drawVisa({ ...options, format: (options.seed ?? 1) % 2 ? 'MRV-A' : 'MRV-B' }));
		case 'bill': {
			const kindOfBill = (options.seed ?? 1) % 2 ? 'utility_bill' : 'bank_statement';
			const { portraitSwap: _noPortrait, ...defects } = options.defects ?? {};
			return [
				{ side: '', slot: 'poa', specimen: await drawBill({ ...options, kind: kindOfBill, scene: 'desk', defects }) }
			];
		}
		default:
			return kind satisfies never;
	}
}

/** What a forger would write: the same with its last digit, or else its letters, another. */
function otherText(field: FieldName, value: string): string {
	const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
	if (date !== null) return `${date[3] ?? ''}.${date[2] ?? ''}.${Number(date[1]) + (field === 'dateOfBirth' ? -7 : 7)}`;
	return /\d/.test(value)
		? value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 3) % 10))
		: [...value].reverse().join('');
}

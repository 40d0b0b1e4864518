import type { FieldName } from '$lib/contract/slots';
import type { DocumentAnalysis, RgbImage } from '../types';
import type { TamperContents } from './reportTamper';
import type { PlacedPart } from './tamperedRegions';

/** What an analysis has found in the picture so far. */
export type Found = Pick<DocumentAnalysis, 'portrait' | 'ghost' | 'mrz' | 'barcode' | 'fields' | 'lines'> & {
	/** Clockwise turn that makes the text upright. */
	rotation: DocumentAnalysis['document']['rotation'];
};

/** As the report of tampering needs it. Pure. */
export function tamperContents(image: RgbImage, found: Found): TamperContents {
	const { portrait, ghost, mrz, barcode, fields, lines, rotation } = found;
	const printed = fields.flatMap(({ name, source, box }) => (source === 'viz' && box !== null ? [{ name, box }] : []));
	const parts: PlacedPart[] = [...printed];
	if (portrait !== null) parts.push({ name: 'portrait', box: portrait.box });
	if (ghost !== null) parts.push({ name: 'ghostPortrait', box: ghost.box });
	for (const box of mrz?.boxes ?? []) parts.push({ name: 'mrz', box });
	if (barcode?.box) parts.push({ name: 'barcode', box: barcode.box });
	// Letters are measured along the rows of pixels: only where those run along the text.
	const level = rotation === 0 ? printed.filter(({ name }) => ONE_LINE.has(name)) : [];
	const values = level.map(({ name, box }) => ({ box, isName: NAMES.has(name) }));
	return { image, parts, lines: lines.map(({ box }) => box), values, ghost };
}

const NAMES: ReadonlySet<FieldName> = new Set<FieldName>(['primaryIdentifier', 'secondaryIdentifier', 'fullName']);

/** Fields whose box holds one line of one type. */
const ONE_LINE: ReadonlySet<FieldName> = new Set<FieldName>([
	...NAMES,
	'documentNumber',
	'personalNumber',
	'dateOfBirth',
	'dateOfExpiry',
	'dateOfIssue',
	'nationality',
	'placeOfBirth'
]);

/** Pure. One view over what several sources said of one document. */
import type { FieldName, FieldSource } from '$lib/contract/slots';
import type { FieldsView, FieldView } from '$lib/contract/verification';
import type { AddressAnalysis, DocumentAnalysis, ExtractedField, MrzResult } from '$lib/server/vision/types';
import { samePersonName } from './compare';

type Document = Pick<DocumentAnalysis, 'fields' | 'mrz'>;

/** As read from the document: no reviewer has a part in it. */
type ReadFields = Record<string, FieldView & { source: FieldSource }>;

/** The reading of one field by one source; the better one where both sides carry it. */
export function fieldOf(documents: (Document | null)[], name: FieldName, source: FieldSource): ExtractedField | null {
	const found = documents.flatMap((document) =>
		(document?.fields ?? []).filter((field) => field.name === name && field.source === source)
	);
	return found.sort((a, b) => b.score - a.score)[0] ?? null;
}

/** The machine-readable zone of whichever side carries one. */
export const mrzOf = (documents: (Document | null)[]): MrzResult | null =>
	documents.find((document) => document?.mrz)?.mrz ?? null;

/**
 * One value a field, for the API and the events: a valid MRZ or a barcode before the printed zone, the printed zone before
 * an MRZ that does not hold. Names are given as printed where both agree, because the MRZ has lost accents and case.
 */
export function bestFields(documents: (Document | null)[], mrzValid: boolean): ReadFields {
	const view: ReadFields = {};
	const rank: Record<FieldSource, number> = { barcode: 3, mrz: mrzValid ? 4 : 1, viz: 2 };
	const all = documents.flatMap((document) => document?.fields ?? []);
	for (const name of new Set(all.map((field) => field.name))) {
		const readings = all.filter((field) => field.name === name);
		const best = readings.sort((a, b) => rank[b.source] - rank[a.source] || b.score - a.score)[0];
		if (!best) continue;
		const printed = readings.find((field) => field.source === 'viz');
		const chosen = isName(name) && printed && samePersonName(printed.value, best.value) ? printed : best;
		view[name] = { value: chosen.value, source: chosen.source, score: round(chosen.score), box: chosen.box };
	}
	return view;
}

/** What was read in one session: the document's fields, and the address of a proof of address where the document has none. */
export function sessionFields(
	documents: (Document | null)[],
	address: Pick<AddressAnalysis, 'fields'> | null
): FieldsView {
	const fields: FieldsView = bestFields(documents, mrzOf(documents)?.valid ?? false);
	const proof = address?.fields.find((field) => field.name === 'address');
	if (proof && !fields.address)
		fields.address = { value: proof.value, source: proof.source, score: round(proof.score), box: proof.box };
	return fields;
}

const isName = (name: FieldName): boolean => name === 'primaryIdentifier' || name === 'secondaryIdentifier';
export const round = (value: number): number => Math.round(value * 10_000) / 10_000;

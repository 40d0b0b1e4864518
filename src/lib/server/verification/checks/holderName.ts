/** Pure. */
import type { FieldsView } from '$lib/contract/verification';
import type { DocumentAnalysis } from '$lib/server/vision/types';
import { bestFields } from './fields';

/** "Given names Surname", as printed where the sources agree. Null where no name was read. */
export const holderName = (documents: Pick<DocumentAnalysis, 'fields' | 'mrz'>[]): string | null =>
	nameIn(
		bestFields(
			documents,
			documents.some((document) => document.mrz?.valid)
		)
	);

/** The same from the fields as they go out. */
export function nameIn(fields: FieldsView): string | null {
	const parts = [fields.secondaryIdentifier?.value, fields.primaryIdentifier?.value].filter(Boolean);
	return parts.length > 0 ? parts.join(' ') : (fields.fullName?.value ?? null);
}

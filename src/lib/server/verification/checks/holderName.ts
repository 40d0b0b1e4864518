/** Pure. */
import type { DocumentAnalysis } from '$lib/server/vision/types';
import { bestFields } from './fields';

/** "Given names Surname", as printed where the sources agree. Null where no name was read. */
export function holderName(documents: Pick<DocumentAnalysis, 'fields' | 'mrz'>[]): string | null {
	const fields = bestFields(
		documents,
		documents.some((document) => document.mrz?.valid)
	);
	const parts = [fields.secondaryIdentifier?.value, fields.primaryIdentifier?.value].filter(Boolean);
	return parts.length > 0 ? parts.join(' ') : (fields.fullName?.value ?? null);
}

/** What a machine-readable zone says, in the words of the extraction. Pure. */
import type { FieldName } from '$lib/contract/slots';
import type { ExtractedField, MrzField, MrzResult } from '../types';
import { resolveCentury } from './centuries';
import { isoDate } from './printedDates';

const NAME_OF: Partial<Record<MrzField['name'], FieldName>> = {
	issuingState: 'issuingState',
	documentNumber: 'documentNumber',
	primaryIdentifier: 'primaryIdentifier',
	secondaryIdentifier: 'secondaryIdentifier',
	nationality: 'nationality',
	dateOfBirth: 'dateOfBirth',
	sex: 'sex',
	dateOfExpiry: 'dateOfExpiry',
	personalNumber: 'personalNumber'
};

/** Fields that were read; dates whole, states as printed without fillers. `today` decides the centuries (see resolveCentury). */
export function mrzFields(mrz: MrzResult, today: Date): ExtractedField[] {
	const fields: ExtractedField[] = [];
	for (const each of mrz.fields) {
		const value = valueOf(each, today);
		const name = each.name === 'dateOfIssue' ? 'dateOfIssue' : NAME_OF[each.name];
		if (name && value)
			fields.push({ name, value, source: 'mrz', score: each.score, box: mrz.boxes[each.line] ?? null });
	}
	const text = (name: FieldName) => fields.find((each) => each.name === name);
	const [primary, secondary] = [text('primaryIdentifier'), text('secondaryIdentifier')];
	if (primary) {
		fields.push({
			...primary,
			name: 'fullName',
			value: secondary ? `${secondary.value} ${primary.value}` : primary.value,
			score: Math.min(primary.score, secondary?.score ?? 1)
		});
	}
	return fields;
}

function valueOf(field: MrzField, today: Date): string | null {
	if (field.value === null) return null;
	if (field.name === 'dateOfBirth') return resolveCentury(field.value, 'birth', today);
	if (field.name === 'dateOfExpiry') return resolveCentury(field.value, 'expiry', today);
	// The French card gives the month of issue only: its first day stands for it.
	if (field.name === 'dateOfIssue') return firstOfMonth(field.value, today);
	return field.value;
}

function firstOfMonth(yymm: string, today: Date): string | null {
	const whole = resolveCentury(`${yymm}01`, 'issue', today);
	return whole ? isoDate(Number(whole.slice(0, 4)), Number(whole.slice(5, 7)), 1) : null;
}

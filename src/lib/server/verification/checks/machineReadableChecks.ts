/** Pure. What the machine-readable parts say of themselves and of the print beside them. */
import type { FieldName } from '$lib/contract/slots';
import type { ReasonCode } from '$lib/contract/reasonCodes';
import { needsBack, summarizeFront } from '../evidence/slots';
import { sameValue } from './agreement';
import { withoutDocument } from './documentChecks';
import { fieldOf, mrzOf } from './fields';
import { fail, inconclusive, notAsked, pass } from './results';
import type { CheckInput, CheckResult } from './types';

const sides = (input: CheckInput) => [input.front, input.back];
const typeOf = (input: CheckInput) => input.front?.document.type ?? input.back?.document.type ?? 'unknown';

export function checkMrz(input: CheckInput): CheckResult {
	const missing = withoutDocument(input, 'mrz');
	if (missing) return missing;
	const mrz = mrzOf(sides(input));
	if (!mrz) {
		// ICAO Doc 9303-4 and -5: passports and official travel cards always carry one; licences rarely do.
		const expected = ['passport', 'visa'].includes(typeOf(input));
		const unread = (typeOf(input) === 'id_card' || typeOf(input) === 'residence_permit') && input.back !== null;
		return expected || unread ? inconclusive('mrz', ['mrz_not_found']) : notAsked('mrz');
	}
	if (mrz.valid) return { ...pass('mrz'), score: mrz.score };
	const reasons: ReasonCode[] = [];
	const { composite, ...digits } = mrz.checks;
	if (Object.values(digits).includes('invalid')) reasons.push('mrz_check_digit_mismatch');
	if (composite === 'invalid') reasons.push('mrz_composite_mismatch');
	if (reasons.length === 0) reasons.push('mrz_field_malformed');
	return { ...fail('mrz', reasons), score: mrz.score };
}

export function checkBarcode(input: CheckInput): CheckResult {
	const missing = withoutDocument(input, 'barcode');
	if (missing) return missing;
	const licence = input.front?.barcode?.aamva ?? input.back?.barcode?.aamva ?? null;
	if (licence) return licence.problems.length === 0 ? pass('barcode') : inconclusive('barcode', ['barcode_mismatch']);
	// AAMVA DL/ID: every North American licence carries a PDF417 on its back.
	const state = input.front?.document.issuingState;
	const expected = typeOf(input) === 'driving_licence' && (state === 'USA' || state === 'CAN');
	return expected ? inconclusive('barcode', ['barcode_not_found']) : notAsked('barcode');
}

const COMPARED: readonly FieldName[] = [
	'documentNumber',
	'dateOfBirth',
	'dateOfExpiry',
	'primaryIdentifier',
	'secondaryIdentifier'
];

/** A document number or a date alone says too little: fewer fields than this on the machine-readable side compare nothing. */
const LEAST_COMPARED = 2;

/**
 * NIST SP 800-63A-4: what the machine reads SHALL be compared with what is printed. It also sees what check digits cannot (B-4).
 * Passes only where every compared field that the machine-readable part carries was read in print too: text that is painted over
 * tends to take its label with it, and would otherwise hide from the comparison.
 */
export function checkPrintedZone(input: CheckInput): CheckResult {
	const missing = withoutDocument(input, 'printed_zone');
	if (missing) return missing;
	const machine = mrzOf(sides(input)) ? 'mrz' : 'barcode';
	const carried = COMPARED.flatMap((name) => {
		const coded = fieldOf(sides(input), name, machine);
		return coded ? [{ name, coded, printed: fieldOf(sides(input), name, 'viz') }] : [];
	});
	if (carried.some(({ name, coded, printed }) => printed && !sameValue(name, printed.value, coded.value)))
		return fail('printed_zone', [machine === 'mrz' ? 'printed_zone_mismatch' : 'barcode_mismatch']);
	const score = carried.filter(({ printed }) => printed !== null).length;
	const threshold = Math.max(carried.length, LEAST_COMPARED);
	const result = score >= threshold ? pass('printed_zone') : inconclusive('printed_zone', ['printed_zone_unread']);
	return { ...result, score, threshold };
}

/** Front and back of one card: what both carry must agree. */
export function checkDocumentSides(input: CheckInput): CheckResult {
	if (!input.back || !input.front) {
		const asked = needsBack(input.policy, input.front && summarizeFront(input.front));
		if (!asked) return notAsked('document_sides');
		return inconclusive('document_sides', [input.failures.id_back ?? 'evidence_missing']);
	}
	let compared = 0;
	for (const name of COMPARED) {
		const front = anyReading([input.front], name);
		const back = anyReading([input.back], name);
		if (front === null || back === null) continue;
		compared += 1;
		if (!sameValue(name, front, back)) return fail('document_sides', ['sides_do_not_match']);
	}
	return compared > 0 ? pass('document_sides') : inconclusive('document_sides', ['printed_zone_unread']);
}

const anyReading = (documents: Parameters<typeof fieldOf>[0], name: FieldName): string | null =>
	(fieldOf(documents, name, 'mrz') ?? fieldOf(documents, name, 'barcode') ?? fieldOf(documents, name, 'viz'))?.value ??
	null;

/** Pure. What kind of document it is, whether it is in date, and how old its holder is. */
import type { ReasonCode } from '$lib/contract/reasonCodes';
import { ageOn } from './dates';
import { fieldOf, mrzOf } from './fields';
import { fail, inconclusive, notRun, pass } from './results';
import type { CheckInput, CheckResult } from './types';

const sides = (input: CheckInput) => [input.front, input.back];

export function checkDocumentType(input: CheckInput): CheckResult {
	const missing = withoutDocument(input, 'document_type');
	if (missing) return missing;
	const type = [input.front, input.back].map((side) => side?.document.type).find((name) => name && name !== 'unknown');
	if (!type || type === 'unknown') return inconclusive('document_type', ['document_type_unknown']);
	const allowed = input.policy.allowedDocumentTypes;
	return allowed.length === 0 || allowed.includes(type)
		? pass('document_type')
		: fail('document_type', ['document_type_not_allowed']);
}

export function checkDocumentCountry(input: CheckInput): CheckResult {
	const missing = withoutDocument(input, 'document_country');
	if (missing) return missing;
	const allowed = input.policy.allowedCountries;
	if (allowed.length === 0) return pass('document_country');
	const state = sides(input)
		.map((side) => side?.document.issuingState)
		.find(Boolean);
	if (!state) return inconclusive('document_country', ['country_unknown']);
	return allowed.includes(state) ? pass('document_country') : fail('document_country', ['country_not_allowed']);
}

export function checkDocumentExpiry(input: CheckInput): CheckResult {
	const missing = withoutDocument(input, 'document_expiry');
	if (missing) return missing;
	const read = (['mrz', 'barcode', 'viz'] as const).map((source) => fieldOf(sides(input), 'dateOfExpiry', source));
	const dates = read.flatMap((field) => (field ? [field.value] : []));
	if (dates.length === 0) return inconclusive('document_expiry', ['expiry_unknown']);
	// Where the sources differ, the earliest date counts; that they differ is the printed_zone check's to say.
	const earliest = dates.sort()[0] ?? '';
	return earliest < input.today ? fail('document_expiry', ['document_expired']) : pass('document_expiry');
}

/**
 * Contract, Words: the automated age block needs a birth date confirmed by a check digit, a barcode, or two sources that
 * agree; otherwise the age is uncertain, whichever side of the line it seems to be on.
 */
export function checkAge(input: CheckInput): CheckResult {
	const missing = withoutDocument(input, 'age');
	if (missing) return missing;
	const confirmed = confirmedDateOfBirth(input);
	const threshold = input.policy.minimumAge;
	if (confirmed === null) return { ...inconclusive('age', ['age_uncertain']), threshold };
	const age = ageOn(confirmed, input.today);
	const result = age < threshold ? fail('age', ['under_minimum_age']) : pass('age');
	return { ...result, score: age, threshold };
}

/** The birth date that may block a person, or null when no rule confirms one. Sources that contradict each other confirm none. */
export function confirmedDateOfBirth(input: CheckInput): string | null {
	const mrz = fieldOf(sides(input), 'dateOfBirth', 'mrz');
	const barcode = fieldOf(sides(input), 'dateOfBirth', 'barcode');
	const printed = fieldOf(sides(input), 'dateOfBirth', 'viz');
	const values = [mrz, barcode, printed].flatMap((field) => (field ? [field.value] : []));
	const [first] = values;
	if (first === undefined || new Set(values).size > 1) return null;
	const byCheckDigit = mrz !== null && mrzOf(sides(input))?.checks.dateOfBirth === 'valid';
	return byCheckDigit || barcode !== null || values.length >= 2 ? first : null;
}

/** The result when there is no analysed document to judge, else null. */
export function withoutDocument(input: CheckInput, name: CheckResult['name']): CheckResult | null {
	if (input.front || input.back) return null;
	const failure = input.failures.id_front ?? input.failures.id_back;
	const reason: ReasonCode = failure ?? 'evidence_missing';
	return notRun(name, [reason]);
}

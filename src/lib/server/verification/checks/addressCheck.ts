/** Pure. Proof of address: whose it is, how fresh, and whether it says what the tenant expects. */
import type { ReasonCode } from '$lib/contract/reasonCodes';
import type { ExtractedField } from '$lib/server/vision/types';
import { addressAgreement } from './addressAgreement';
import { givenNameFits, nameContains } from './compare';
import { daysBetween } from './dates';
import { bestFields, mrzOf } from './fields';
import { fail, inconclusive, notAsked, notRun, pass } from './results';
import type { CheckInput, CheckResult } from './types';

/** The market's usual line for bills and statements is three months; a few days' grace for the post. */
const MAX_AGE_DAYS = 95;
/** Share of the expected address's words that must be found; the rest is spelling and floor numbers. */
export const ADDRESS_AGREEMENT = 0.7;

export function checkAddress(input: CheckInput): CheckResult {
	const required = input.policy.require.poa;
	if (!input.address) {
		if (!required) return notAsked('address');
		return notRun('address', [input.failures.poa ?? 'evidence_missing']);
	}
	const field = (name: ExtractedField['name']) => input.address?.fields.find((entry) => entry.name === name)?.value;
	const unread = new Set<ReasonCode>();
	const wrong = new Set<ReasonCode>();
	const address = field('address');
	if (!address) unread.add('address_not_found');
	const date = field('documentDate');
	// A date after today is a misreading or worse: it proves no freshness.
	if (!date || daysBetween(date, input.today) < 0) unread.add('address_date_not_found');
	else if (daysBetween(date, input.today) > MAX_AGE_DAYS) wrong.add('address_document_too_old');
	const name = field('fullName');
	const holder = bestFields([input.front, input.back], mrzOf([input.front, input.back])?.valid ?? false);
	const lastName = holder.primaryIdentifier?.value;
	if (!name || !lastName) unread.add('address_name_mismatch');
	else if (!nameContains(name, lastName)) wrong.add('address_name_mismatch');
	// The same surname under another given name: a relative's bill, or a misread one. A person looks.
	else if (!givenNameFits(name, lastName, holder.secondaryIdentifier?.value ?? '')) unread.add('address_name_mismatch');
	const expected = input.expectedDetails?.address;
	// Without an expectation the document's own address is the one to compare: people move, so that it only lends its score.
	const reference = expected ?? holder.address?.value;
	const agreement = reference && address ? addressAgreement(address, reference) : null;
	if (expected && agreement !== null && agreement < ADDRESS_AGREEMENT) wrong.add('expected_address_mismatch');
	const numbers = { required, score: agreement, threshold: agreement === null ? null : ADDRESS_AGREEMENT };
	if (wrong.size > 0) return { ...fail('address', [...wrong, ...unread]), ...numbers };
	return { ...(unread.size > 0 ? inconclusive('address', [...unread]) : pass('address')), ...numbers };
}

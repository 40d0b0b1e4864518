/** Pure. Whether the person is the one on the document, was there, and is the one the tenant expects. */
import type { ReasonCode } from '$lib/contract/reasonCodes';
import type { FieldName } from '$lib/contract/slots';
import { nameContains } from './compare';
import { withoutDocument } from './documentChecks';
import { fieldOf } from './fields';
import { judgeFaces } from './judgeFaces';
import { fail, inconclusive, notAsked, notRun, pass } from './results';
import type { CheckInput, CheckResult } from './types';

export function checkFaceMatch(input: CheckInput): CheckResult {
	const required = input.policy.require.selfie;
	if (!input.selfie) {
		if (!required) return notAsked('face_match');
		return notRun('face_match', [input.failures.selfie ?? 'evidence_missing']);
	}
	const missing = withoutDocument(input, 'face_match');
	if (missing) return { ...missing, required };
	if (!input.selfie.face) return { ...inconclusive('face_match', ['face_not_found']), required };
	if (!input.front?.portrait && !input.back?.portrait)
		return { ...inconclusive('face_match', ['portrait_not_found']), required };
	if (!input.faceComparison) return { ...notRun('face_match', ['model_unavailable']), required };
	const { comparisonScore } = input.faceComparison;
	const { threshold, match, uncertain } = judgeFaces(input.faceComparison, input.policy.faceMatch);
	const unlike = uncertain
		? inconclusive('face_match', ['face_match_uncertain'])
		: fail('face_match', ['face_mismatch']);
	const result = match ? pass('face_match') : unlike;
	return { ...result, required, score: comparisonScore, threshold };
}

/** What the tenant said beforehand against what the document says. Address is the address check's. */
export function checkExpectedDetails(input: CheckInput): CheckResult {
	const expected = input.expectedDetails;
	if (!expected || (!expected.firstName && !expected.lastName && !expected.dateOfBirth))
		return notAsked('expected_details');
	const missing = withoutDocument(input, 'expected_details');
	if (missing) return missing;
	const mismatches = new Set<ReasonCode>();
	let unread = false;
	const judge = (name: FieldName, wanted: string | undefined, reason: ReasonCode, same: (read: string) => boolean) => {
		if (wanted === undefined) return;
		const readings = (['viz', 'mrz', 'barcode'] as const).flatMap((source) => {
			const field = fieldOf([input.front, input.back], name, source);
			return field ? [field.value] : [];
		});
		if (readings.length === 0) unread = true;
		else if (!readings.some(same)) mismatches.add(reason);
	};
	const { firstName = '', lastName = '', dateOfBirth } = expected;
	judge('secondaryIdentifier', expected.firstName, 'expected_name_mismatch', (read) => nameContains(read, firstName));
	judge('primaryIdentifier', expected.lastName, 'expected_name_mismatch', (read) => nameContains(read, lastName));
	judge('dateOfBirth', dateOfBirth, 'expected_date_of_birth_mismatch', (read) => read === dateOfBirth);
	if (mismatches.size > 0) return fail('expected_details', [...mismatches]);
	return unread ? inconclusive('expected_details', ['expected_details_unread']) : pass('expected_details');
}

import { describe, expect, it } from 'vitest';
import type { Policy } from '$lib/contract/policy';
import { DEFAULT_POLICY } from '$lib/contract/policyDefaults';
import { judgeFaces } from '../checks/judgeFaces';
import { runChecks } from '../checks/registry';
import { checkInput } from '../testing';
import { decide } from './decide';
import { rejudge } from './rejudge';

const under = (change: Partial<Policy>) => ({ ...DEFAULT_POLICY, automaticApproval: true, ...change });

/** A session that was decided under one policy, judged again under another. */
function again(before: Partial<Policy>, after: Partial<Policy>) {
	const input = checkInput({ policy: under(before) });
	const { faceComparison: _face, liveness: _live, ...read } = { ...input, policy: under(after) };
	return decide(rejudge(read, runChecks(input)), under(after));
}

describe('a decision judged again', () => {
	it('stays what it was under the same policy', () => {
		expect(again({}, {})).toEqual({ outcome: 'approved', reasons: [] });
	});

	it('changes with each rule that the session does not meet any more', () => {
		const changes: [Partial<Policy>, string][] = [
			[{ allowedDocumentTypes: ['id_card'] }, 'document_type_not_allowed'],
			[{ allowedCountries: ['DEU'] }, 'country_not_allowed'],
			[{ require: { ...DEFAULT_POLICY.require, poa: true } }, 'evidence_missing']
		];
		for (const [change, reason] of changes)
			expect(again({}, change)).toEqual({ outcome: 'pending_review', reasons: [reason] });
		expect(again({}, { minimumAge: 90 })).toMatchObject({ outcome: 'rejected' });
		expect(again({}, { automaticApproval: false })).toMatchObject({ outcome: 'pending_review' });
	});

	it('takes a recording that was never asked for as missing, and asks for none where the draft does not', () => {
		const without = { require: { ...DEFAULT_POLICY.require, liveness: false } };
		expect(again(without, {})).toEqual({ outcome: 'pending_review', reasons: ['liveness_not_answered'] });
		expect(again({}, without)).toMatchObject({ outcome: 'approved' });
	});
});

describe('where an organization draws the line of the face comparison', () => {
	const faces = (comparisonScore: number) => ({ comparisonScore, threshold: 9, match: false, uncertain: false });

	it('stands at the measured threshold of the point, with doubt down to the next looser one', () => {
		expect(judgeFaces(faces(0.43), 'FACE_MATCH_AT_FMR_1E4')).toEqual({
			threshold: 0.43,
			match: true,
			uncertain: false
		});
		expect(judgeFaces(faces(0.42), 'FACE_MATCH_AT_FMR_1E4')).toMatchObject({ match: false, uncertain: true });
		expect(judgeFaces(faces(0.33), 'FACE_MATCH_AT_FMR_1E4')).toMatchObject({ match: false, uncertain: false });
		expect(judgeFaces(faces(0.33), 'FACE_MATCH_AT_FMR_1E3')).toMatchObject({ match: false, uncertain: true });
		expect(judgeFaces(faces(0.3), 'FACE_MATCH_AT_FMR_1E2')).toMatchObject({ match: true });
		expect(judgeFaces(faces(0.2), 'FACE_MATCH_AT_FMR_1E2')).toMatchObject({ match: false, uncertain: false });
	});

	it('is the comparison’s own where no point was chosen', () => {
		expect(judgeFaces(faces(0.99), undefined)).toMatchObject({ threshold: 9, match: false });
	});
});

import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '$lib/contract/policy';
import { changedParts, countriesIn, draftOf } from './policyDraft';

it('names what changed between two policies, whatever the order of lists', () => {
	const draft = draftOf(DEFAULT_POLICY);
	expect(changedParts(DEFAULT_POLICY, draft)).toEqual([]);
	draft.require.poa = true;
	draft.allowedCountries = ['FRA', 'DEU'];
	draft.faceMatch = 'FACE_MATCH_AT_FMR_1E3';
	expect(changedParts(DEFAULT_POLICY, draft)).toEqual(['steps', 'countries', 'face']);
	expect(changedParts(draft, { ...draft, allowedCountries: ['DEU', 'FRA'] })).toEqual([]);
	expect(DEFAULT_POLICY.require.poa).toBe(false);
});

it('fills in what older versions did not say', () => {
	const { secondApproval: _second, faceMatch: _face, ...older } = DEFAULT_POLICY;
	expect(changedParts(older, DEFAULT_POLICY)).toEqual([]);
});

it('reads codes of countries as people type them, and says which are none', () => {
	expect(countriesIn(' deu, FRA;esp\nDEU ')).toEqual({ codes: ['DEU', 'FRA', 'ESP'], wrong: [] });
	expect(countriesIn('Germany de')).toEqual({ codes: [], wrong: ['GERMANY', 'DE'] });
	expect(countriesIn('')).toEqual({ codes: [], wrong: [] });
});

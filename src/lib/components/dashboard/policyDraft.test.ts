import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '$lib/contract/policyDefaults';
import { changedParts, countriesIn, draftOf, originsIn } from './policyDraft';

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
	const { secondApproval: _second, faceMatch: _face, returnOrigins: _return, ...older } = DEFAULT_POLICY;
	expect(changedParts(older, DEFAULT_POLICY)).toEqual([]);
});

it('reads codes of countries as people type them, and says which are none', () => {
	expect(countriesIn(' deu, FRA;esp\nDEU ')).toEqual({ codes: ['DEU', 'FRA', 'ESP'], wrong: [] });
	expect(countriesIn('Germany de')).toEqual({ codes: [], wrong: ['GERMANY', 'DE'] });
	expect(countriesIn('')).toEqual({ codes: [], wrong: [] });
});

it('reads origins as people type them, and says which lines are none', () => {
	expect(originsIn('https://Shop.example/\n http://localhost:3000, https://shop.example:443')).toEqual({
		origins: ['https://shop.example', 'http://localhost:3000'],
		wrong: []
	});
	const wrong = [
		'shop.example',
		'https://shop.example/done',
		'ftp://shop.example',
		'https://*.example',
		'https://a@b.example'
	];
	expect(originsIn(wrong.join('\n'))).toEqual({ origins: [], wrong });
});

import { expect, it } from 'vitest';
import { acceptedCountries } from './acceptedCountries';

const nameOf = new Intl.DisplayNames('en', { type: 'region' });

it('names each accepted country once, in the form by which browsers know it', () => {
	const regions = acceptedCountries(['DEU', 'FRA', 'CHE', 'GBR', 'GBN', 'RKS', 'UNO', 'EUE']);
	expect(regions.map((region) => nameOf.of(region))).toEqual([
		'Germany',
		'France',
		'Switzerland',
		'United Kingdom',
		'Kosovo',
		'United Nations',
		'European Union'
	]);
});

it('says nothing where all countries will do, and leaves a code as it is that nobody names', () => {
	expect(acceptedCountries([])).toEqual([]);
	expect(acceptedCountries(['XXA'])).toEqual(['XXA']);
});

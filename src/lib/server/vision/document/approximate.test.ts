import { describe, expect, it } from 'vitest';
import { findApproximately, key, tolerance } from './approximate';

describe('findApproximately', () => {
	it('finds a label that was read with a wrong and a missing letter', () => {
		expect(findApproximately('DATEOFEXPLRYDATEDEXP', 'DATEOFEXPIRY', 2)).toMatchObject({
			start: 0,
			end: 12,
			errors: 1
		});
		expect(findApproximately('XXDATEOFBRTHXX', 'DATEOFBIRTH', 2)).toMatchObject({ start: 2, errors: 1 });
	});

	it('finds nothing past the errors allowed', () => {
		expect(findApproximately('DOTIOFIXPLRY', 'DATEOFEXPIRY', 2)).toBeNull();
		expect(findApproximately('', 'SURNAME', 1)).toBeNull();
	});

	it('wants short words whole', () => {
		expect(tolerance('SEX')).toBe(0);
		expect(findApproximately('SEKS', 'SEX', tolerance('SEX'))).toBeNull();
	});

	it('compares without accents, case, spaces and punctuation', () => {
		expect(key('Né(e) le : Straße, Łódź')).toBe('NEELESTRASSELODZ');
	});
});

import { describe, expect, it } from 'vitest';
import { presentationSummary } from './presentationSummary';

const trials = (label: string, outcomes: readonly ('bonaFide' | 'presentationAttack' | 'uncertain' | null)[]) =>
	outcomes.map((outcome) => ({ label, outcome }));

describe('presentationSummary', () => {
	it('names the worst species, and never averages one away with another', () => {
		const summary = presentationSummary([
			...trials('print', ['presentationAttack', 'presentationAttack', 'presentationAttack', 'uncertain']),
			...trials('replay', ['bonaFide', 'presentationAttack']),
			...trials('bona_fide', ['bonaFide', 'uncertain', null])
		]);
		expect(summary).toMatchObject({ worstSpecies: 'replay', worstApcer: 0.5 });
		expect(summary.undecided['print']).toMatchObject({ errors: 1, trials: 4 });
		expect(summary.nonResponse['bona_fide']).toMatchObject({ errors: 1, trials: 3 });
	});

	it('names the less tested of two species that are equally bad', () => {
		const summary = presentationSummary([
			...trials('print', ['uncertain', 'uncertain']),
			...trials('mask', ['uncertain'])
		]);
		expect(summary).toMatchObject({ worstSpecies: 'mask', worstApcer: 0 });
	});

	it('names none where no attack was presented', () => {
		expect(presentationSummary(trials('bona_fide', ['bonaFide']))).toMatchObject({
			worstSpecies: null,
			worstApcer: null
		});
	});
});

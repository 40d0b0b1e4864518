/** Pure. Presentation attack detection figures in the words of ISO/IEC 30107-3. */
import type { PresentationAttackResult } from '../types';
import { errorRate, type ErrorRate } from './errorRate';

export interface PresentationTrial {
	/** `bona_fide`, or the species of the attack instrument: `print`, `replay`, … */
	label: string;
	/** Null where no face was found or no model ran: a non-response, counted apart. */
	outcome: PresentationAttackResult['outcome'] | null;
}

export interface PresentationSummary {
	/** Attacks of one species that were taken for bona fide. */
	apcer: Record<string, ErrorRate>;
	/** The highest of them: the figure to quote. Null without attacks. */
	worstApcer: number | null;
	/** Its species; of equals the one with the fewest trials, whose interval reaches furthest. Null without attacks. */
	worstSpecies: string | null;
	/** Bona fide presentations that were called attacks. */
	bpcer: ErrorRate;
	/** Presentations without a verdict (`uncertain`): they go to a person. */
	undecided: Record<string, ErrorRate>;
	/** No face found, no verdict possible. */
	nonResponse: Record<string, ErrorRate>;
}

export function presentationSummary(trials: readonly PresentationTrial[]): PresentationSummary {
	const labels = [...new Set(trials.map((trial) => trial.label))].sort();
	const of = (label: string, outcome: PresentationTrial['outcome']): ErrorRate => {
		const presented = trials.filter((trial) => trial.label === label);
		return errorRate(presented.filter((trial) => trial.outcome === outcome).length, presented.length);
	};
	const perLabel = (chosen: readonly string[], outcome: PresentationTrial['outcome']): Record<string, ErrorRate> =>
		Object.fromEntries(chosen.map((label) => [label, of(label, outcome)]));
	const apcer = perLabel(
		labels.filter((label) => label !== 'bona_fide'),
		'bonaFide'
	);
	const [worst] = Object.entries(apcer).sort(([, a], [, b]) => b.rate - a.rate || b.high - a.high);
	return {
		apcer,
		worstApcer: worst?.[1].rate ?? null,
		worstSpecies: worst?.[0] ?? null,
		bpcer: of('bona_fide', 'presentationAttack'),
		undecided: perLabel(labels, 'uncertain'),
		nonResponse: perLabel(labels, null)
	};
}

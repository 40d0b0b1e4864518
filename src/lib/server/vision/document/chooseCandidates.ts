/** One candidate a field. Pure. */
import type { ExtractedField } from '../types';
import { findApproximately, key } from './approximate';
import type { LabelledField } from './labels';
import { withoutMarks } from './names';
import { alike } from './numbers';
import type { Candidate } from './printedFields';

/** The likeliest first; one printed value serves one field. */
export function chooseCandidates(
	candidates: readonly Candidate[],
	mrz: readonly ExtractedField[]
): Map<LabelledField, Candidate> {
	const best = new Map<LabelledField, Candidate>();
	const sorted = candidates.filter((each) => !hidesAnother(each, candidates, mrz)).sort((a, b) => b.rank - a.rank);
	for (const each of sorted) {
		const isTaken = [...best.values()].some(
			(other) => other.line === each.line && other.value === each.value && other.field !== each.field
		);
		if (!best.has(each.field) && !isTaken) best.set(each.field, each);
	}
	return best;
}

/** A label read well, with its value where one expects it. */
const SURE = 1.2;

/**
 * The zone agrees with another place on the document, a signature or a perforated number, while the labelled one differs from it
 * by a letter or two: that is what an altered document looks like, so the labelled one is what the print says.
 */
function hidesAnother(each: Candidate, candidates: readonly Candidate[], mrz: readonly ExtractedField[]): boolean {
	if (each.by !== 'zone' || each.field.startsWith('dateOf')) return false;
	const zone = mrz.find(({ name }) => name === each.field)?.value;
	if (zone === undefined) return false;
	return candidates.some(
		(other) =>
			other.field === each.field &&
			other.by !== 'zone' &&
			other.line !== each.line &&
			other.rank >= SURE &&
			isNearMiss(other.value, zone)
	);
}

/** Another value by one or two letters changed, missing or too many. */
export function isNearMiss(printed: string, zone: string): boolean {
	const [a, b] = [alike(printed), alike(zone)];
	if (a === b || withoutMarks(printed) === withoutMarks(zone)) return false;
	const most = Math.min(2, Math.floor(key(zone).length / 4));
	return most > 0 && Math.abs(a.length - b.length) <= most && findApproximately(a, b, most) !== null;
}

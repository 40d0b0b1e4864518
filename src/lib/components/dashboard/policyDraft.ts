/** Pure. A policy as the form holds it, and what changed between two. */
import type { Policy } from '$lib/contract/policy';
import type { FacePointName } from '$lib/contract/faceOperatingPoints';

/** Nothing left open, so that every control has something to show. */
export type PolicyDraft = Required<Policy>;

const STRICTEST: FacePointName = 'FACE_MATCH_AT_FMR_1E4';

/** A copy of its own: what is typed changes nothing that is shown elsewhere. */
export const draftOf = (policy: Policy): PolicyDraft => ({
	...policy,
	allowedDocumentTypes: [...policy.allowedDocumentTypes],
	allowedCountries: [...policy.allowedCountries],
	require: { ...policy.require },
	secondApproval: policy.secondApproval ?? 'off',
	faceMatch: policy.faceMatch ?? STRICTEST
});

export type PolicyPart = 'steps' | 'documents' | 'countries' | 'age' | 'face' | 'automatic' | 'second';

/** What differs, in the order of the form. */
export function changedParts(before: Policy, after: Policy): PolicyPart[] {
	const [a, b] = [draftOf(before), draftOf(after)];
	const same = (x: unknown, y: unknown) => JSON.stringify(x) === JSON.stringify(y);
	const steps = ({ require: { idBack, selfie, liveness, poa } }: PolicyDraft) => [idBack, selfie, liveness, poa];
	const sorted = (list: string[]) => [...list].sort();
	const parts: [PolicyPart, boolean][] = [
		['steps', same(steps(a), steps(b))],
		['documents', same(sorted(a.allowedDocumentTypes), sorted(b.allowedDocumentTypes))],
		['countries', same(sorted(a.allowedCountries), sorted(b.allowedCountries))],
		['age', a.minimumAge === b.minimumAge],
		['face', a.faceMatch === b.faceMatch],
		['automatic', a.automaticApproval === b.automaticApproval],
		['second', a.secondApproval === b.secondApproval]
	];
	return parts.filter(([, alike]) => !alike).map(([part]) => part);
}

/** Codes as they were typed, in capitals, once each; and those that are none. */
export function countriesIn(text: string): { codes: string[]; wrong: string[] } {
	const words = [
		...new Set(
			text
				.toUpperCase()
				.split(/[\s,;]+/)
				.filter(Boolean)
		)
	];
	return {
		codes: words.filter((word) => /^[A-Z]{3}$/.test(word)),
		wrong: words.filter((word) => !/^[A-Z]{3}$/.test(word))
	};
}

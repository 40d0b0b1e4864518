/** Pure. A policy as the form holds it, and what changed between two. */
import type { Policy } from '$lib/contract/policy';
import { withDefaults } from '$lib/contract/policyDefaults';
import { webOriginOf } from '$lib/contract/webOrigin';

/** Nothing left open, so that every control has something to show. */
export type PolicyDraft = Required<Policy>;

/** A copy of its own: what is typed changes nothing that is shown elsewhere. */
export function draftOf(policy: Policy): PolicyDraft {
	const whole = withDefaults(policy);
	return {
		...whole,
		allowedDocumentTypes: [...whole.allowedDocumentTypes],
		allowedCountries: [...whole.allowedCountries],
		require: { ...whole.require },
		returnOrigins: [...whole.returnOrigins]
	};
}

export type PolicyPart = 'steps' | 'documents' | 'countries' | 'age' | 'face' | 'automatic' | 'second' | 'return';

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
		['second', a.secondApproval === b.secondApproval],
		['return', same(sorted(a.returnOrigins), sorted(b.returnOrigins))]
	];
	return parts.filter(([, alike]) => !alike).map(([part]) => part);
}

/** Origins as browsers write them, once each, of lines or words; and those that are none. A path after the host is no origin. */
export function originsIn(text: string): { origins: string[]; wrong: string[] } {
	const words = text.split(/[\s,;]+/).filter(Boolean);
	const read = words.map(webOriginOf);
	return {
		origins: [...new Set(read.filter((origin) => origin !== null))],
		wrong: words.filter((_, index) => read[index] === null)
	};
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

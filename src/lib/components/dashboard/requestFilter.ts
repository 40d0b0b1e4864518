import type { Tone } from '$lib/components/ui';
import { environmentOf } from '$lib/contract/environmentOf';
import type { RequestSearch } from '$lib/contract/requestSearch';
import { dayText, daysIn, fieldIn, given, logAddress } from './logFilter';

export const ANSWERS = ['ok', 'refused', 'failed'] as const;

/** The request log's filter; what makes no sense in the address is left out. */
export const requestFilterOf = (url: URL): RequestSearch => ({
	environment: environmentOf(url),
	...given({
		id: fieldIn(url, 'id').toLowerCase() || undefined,
		answer: ANSWERS.find((answer) => answer === fieldIn(url, 'answer')),
		apiKeyId: fieldIn(url, 'key') || undefined,
		...daysIn(url)
	})
});

export const requestsAddress = ({ from, until, apiKeyId, ...words }: RequestSearch): string =>
	logAddress('/dashboard/requests', { ...words, key: apiKeyId, from: dayText(from), until: dayText(until) });

export const isRequestSearchNarrowed = ({ environment: _, ...rest }: RequestSearch): boolean =>
	Object.values(rest).some((value) => value !== undefined);

export const toneOfStatus = (status: number): Tone => (status < 400 ? 'ok' : status < 500 ? 'warn' : 'bad');

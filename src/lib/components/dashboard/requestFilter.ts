import type { Tone } from '$lib/components/ui';
import { environmentOf } from '$lib/contract/environmentOf';
import type { RequestSearch } from '$lib/contract/requestSearch';
import { DAY_MS, dayOf, dayText } from './dayField';

export const ANSWERS = ['ok', 'refused', 'failed'] as const;

/** The request log's filter is its address; what makes no sense there is left out. Days are days of UTC, both ends whole. */
export function requestFilterOf(url: URL): RequestSearch {
	const read = (name: string) => (url.searchParams.get(name)?.trim() ?? '').slice(0, 100);
	const until = dayOf(read('until'));
	const filter = {
		id: read('id').toLowerCase() || undefined,
		answer: ANSWERS.find((answer) => answer === read('answer')),
		apiKeyId: read('key') || undefined,
		from: dayOf(read('from')),
		until: until === undefined ? undefined : until + DAY_MS - 1
	};
	const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
	return { environment: environmentOf(url), ...given };
}

/** The address of the log under a filter, without what is empty. */
export function requestsAddress({ environment, id, answer, apiKeyId, from, until }: RequestSearch): string {
	const query = new URLSearchParams({ environment });
	const given = { id, answer, key: apiKeyId, from: dayText(from), until: dayText(until) };
	for (const [name, value] of Object.entries(given)) if (value) query.set(name, value);
	return `/dashboard/requests?${query.toString()}`;
}

export const isRequestSearchNarrowed = ({ environment: _, ...rest }: RequestSearch): boolean =>
	Object.values(rest).some((value) => value !== undefined);

export const toneOfStatus = (status: number): Tone => (status < 400 ? 'ok' : status < 500 ? 'warn' : 'bad');

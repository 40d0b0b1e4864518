import { environmentOf } from '$lib/contract/environmentOf';
import type { EventSearch } from '$lib/contract/eventSearch';
import { dayText, daysIn, fieldIn, given, logAddress } from './logFilter';

export const EVENT_TYPES = ['verification.extraction', 'verification.completed'] as const;
export const EVENT_STATES = ['delivered', 'pending', 'failed', 'none'] as const;

/** The event log's filter; what makes no sense in the address is left out. */
export const eventFilterOf = (url: URL): EventSearch => ({
	environment: environmentOf(url),
	...given({
		id: fieldIn(url, 'id') || undefined,
		type: EVENT_TYPES.find((type) => type === fieldIn(url, 'type')),
		state: EVENT_STATES.find((state) => state === fieldIn(url, 'state')),
		...daysIn(url)
	})
});

export const eventsAddress = ({ from, until, ...words }: EventSearch): string =>
	logAddress('/dashboard/events', { ...words, from: dayText(from), until: dayText(until) });

export const isEventSearchNarrowed = ({ environment: _, ...rest }: EventSearch): boolean =>
	Object.values(rest).some((value) => value !== undefined);

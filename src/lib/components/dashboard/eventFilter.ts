import { environmentOf } from '$lib/contract/environmentOf';
import type { EventSearch } from '$lib/contract/eventSearch';
import { DAY_MS, dayOf, dayText } from './dayField';

export const EVENT_TYPES = ['verification.extraction', 'verification.completed'] as const;
export const EVENT_STATES = ['delivered', 'pending', 'failed', 'none'] as const;

/** The event log's filter is its address; what makes no sense there is left out. Days are days of UTC, both ends whole. */
export function eventFilterOf(url: URL): EventSearch {
	const read = (name: string) => (url.searchParams.get(name)?.trim() ?? '').slice(0, 100);
	const until = dayOf(read('until'));
	const filter = {
		id: read('id') || undefined,
		type: EVENT_TYPES.find((type) => type === read('type')),
		state: EVENT_STATES.find((state) => state === read('state')),
		from: dayOf(read('from')),
		until: until === undefined ? undefined : until + DAY_MS - 1
	};
	const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
	return { environment: environmentOf(url), ...given };
}

/** The address of the log under a filter, without what is empty. */
export function eventsAddress(filter: EventSearch): string {
	const query = new URLSearchParams();
	for (const name of ['environment', 'id', 'type', 'state', 'from', 'until'] as const) {
		const value = filter[name];
		if (value) query.set(name, typeof value === 'number' ? dayText(value) : value);
	}
	return `/dashboard/events?${query.toString()}`;
}

export const isEventSearchNarrowed = (filter: EventSearch): boolean =>
	(['id', 'type', 'state', 'from', 'until'] as const).some((name) => filter[name] !== undefined);

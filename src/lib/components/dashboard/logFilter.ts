/** Pure. What the filters of all logs have in common: the address is the filter, and days are days of UTC, both ends whole. */
const DAY_MS = 24 * 60 * 60_000;

/** A field of the address; empty where there is none. */
export const fieldIn = (url: URL, name: string): string => (url.searchParams.get(name)?.trim() ?? '').slice(0, 100);

/** From the first day's first millisecond to the last day's last; undefined for what is no day. */
export function daysIn(url: URL): { from: number | undefined; until: number | undefined } {
	const until = dayOf(fieldIn(url, 'until'));
	return { from: dayOf(fieldIn(url, 'from')), until: until === undefined ? undefined : until + DAY_MS - 1 };
}

/** Without what was not given. */
export const given = <T extends object>(filter: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
	Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as {
		[K in keyof T]?: Exclude<T[K], undefined>;
	};

/** The address of a log under a filter, without what is empty. */
export function logAddress(path: string, fields: Record<string, string | undefined>): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value);
	return `${path}?${query.toString()}`;
}

/** As a date field wants it. */
export const dayText = (at: number | undefined): string =>
	at === undefined ? '' : new Date(at).toISOString().slice(0, 10);

function dayOf(text: string): number | undefined {
	const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
	return Number.isNaN(at) || at < 0 ? undefined : at;
}

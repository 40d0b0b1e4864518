/** Pure. Days of UTC, between an address, a date field and a search. */
export const DAY_MS = 24 * 60 * 60_000;

/** As a date field wants it. */
export const dayText = (at: number | undefined): string =>
	at === undefined ? '' : new Date(at).toISOString().slice(0, 10);

/** The day's first millisecond; undefined for what is no day. */
export function dayOf(text: string): number | undefined {
	const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
	return Number.isNaN(at) || at < 0 ? undefined : at;
}

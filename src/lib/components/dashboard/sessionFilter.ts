import { environmentOf } from '$lib/contract/environmentOf';
import type { SessionListFilter } from '$lib/contract/sessionList';
import { REASON_CODES } from '$lib/contract/reasonCodes';
import { DOCUMENT_TYPES, REVIEW_STATUSES, SESSION_STATUSES } from '$lib/contract/slots';

export type SessionFilter = SessionListFilter;

/** Rows of one page. */
export const PAGE_SIZE = 25;
const DAY_MS = 24 * 60 * 60_000;

/** The words of the list's address, in the order in which they are written. */
const NAMES = [
	...(['environment', 'reviewStatus', 'status', 'documentType', 'country', 'reason', 'assignee', 'tag'] as const),
	...(['from', 'until', 'search'] as const)
];
type Name = (typeof NAMES)[number];

/** The list's filter is its address; what makes no sense there is left out. Days are days of UTC, both ends whole. */
export function filterOf(url: URL): SessionFilter {
	const read = (name: Name, length = 60) => (url.searchParams.get(name)?.trim() ?? '').slice(0, length);
	const known = <T extends string>(all: readonly T[], name: Name) => all.find((value) => value === read(name));
	const [from, until] = [dayOf(read('from')), dayOf(read('until'))];
	const country = read('country').toUpperCase();
	const filter: Record<string, unknown> = {
		status: known(SESSION_STATUSES, 'status'),
		reviewStatus: known(REVIEW_STATUSES, 'reviewStatus'),
		documentType: known(DOCUMENT_TYPES, 'documentType'),
		country: /^[A-Z]{1,3}$/.test(country) ? country : undefined,
		reason: known(REASON_CODES, 'reason'),
		assignee: read('assignee') || undefined,
		tag: read('tag', 40) || undefined,
		from,
		until: until === undefined ? undefined : until + DAY_MS - 1,
		search: read('search', 200) || undefined
	};
	const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
	return { environment: environmentOf(url), ...given };
}

/** The filter as the words of an address, empty ones left out. */
export function queryOf(filter: Partial<SessionFilter>): URLSearchParams {
	const query = new URLSearchParams();
	for (const name of NAMES) {
		const value = filter[name];
		if (value) query.set(name, typeof value === 'number' ? new Date(value).toISOString().slice(0, 10) : value);
	}
	return query;
}

/** The address of the list under a filter. */
export const addressOf = (filter: Partial<SessionFilter>): string =>
	`/dashboard/sessions?${queryOf(filter).toString()}`;

/** Filters beside the two that always stand open: status and review. */
export const moreFilters = (filter: SessionFilter): number =>
	(['documentType', 'country', 'reason', 'assignee', 'tag', 'from', 'until'] as const).filter(
		(name) => filter[name] !== undefined
	).length;

export const isNarrowed = (filter: SessionFilter): boolean =>
	Boolean(filter.status ?? filter.reviewStatus ?? filter.search) || moreFilters(filter) > 0;

/** The first millisecond of a day written `2026-01-15`, in UTC. */
export function dayOf(text: string): number | undefined {
	const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
	return Number.isNaN(at) || at < 0 ? undefined : at;
}

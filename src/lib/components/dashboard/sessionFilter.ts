import { environmentOf } from '$lib/contract/environmentOf';
import {
	REVIEW_STATUSES,
	SESSION_STATUSES,
	type Environment,
	type ReviewStatus,
	type SessionStatus
} from '$lib/contract/slots';

export interface SessionFilter {
	environment: Environment;
	status?: SessionStatus;
	reviewStatus?: ReviewStatus;
	search?: string;
	limit: number;
}

const PAGE_SIZE = 25;

/** The list's filter is its address; what makes no sense there is left out. */
export function filterOf(url: URL): SessionFilter {
	const read = (name: string) => url.searchParams.get(name)?.trim() ?? '';
	const status = SESSION_STATUSES.find((known) => known === read('status'));
	const reviewStatus = REVIEW_STATUSES.find((known) => known === read('reviewStatus'));
	const search = read('search').slice(0, 200);
	return {
		environment: environmentOf(url),
		...(status && { status }),
		...(reviewStatus && { reviewStatus }),
		...(search && { search }),
		limit: PAGE_SIZE
	};
}

/** The address of the list under a filter. */
export function addressOf(filter: Partial<SessionFilter>): string {
	const query = new URLSearchParams();
	for (const name of ['environment', 'reviewStatus', 'status', 'search'] as const)
		if (filter[name]) query.set(name, filter[name]);
	return `/dashboard/sessions?${query.toString()}`;
}

export const isNarrowed = (filter: SessionFilter): boolean =>
	Boolean(filter.status ?? filter.reviewStatus ?? filter.search);

import type { AuditFilter } from '$lib/contract/audit';
import { dayOf } from '$lib/components/dashboard/sessionFilter';

export const AUDIT_PAGE_SIZE = 50;
const DAY_MS = 24 * 60 * 60_000;
const WORDS = ['actor', 'action', 'subject'] as const;

/** The audit log's filter is its address; what makes no sense there is left out. Days are days of UTC, both ends whole. */
export function auditFilterOf(url: URL): AuditFilter {
	// A NUL is no part of any id, and the databases do not take it.
	const read = (name: string, length: number) =>
		(url.searchParams.get(name)?.replaceAll('\0', '').trim() ?? '').slice(0, length).toWellFormed();
	const [from, until] = [dayOf(read('from', 10)), dayOf(read('until', 10))];
	const filter = {
		actor: read('actor', 60) || undefined,
		action: read('action', 60) || undefined,
		subject: read('subject', 80) || undefined,
		from,
		until: until === undefined ? undefined : until + DAY_MS - 1
	};
	return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** The filter as the words of an address. */
export function auditQuery(filter: AuditFilter): URLSearchParams {
	const query = new URLSearchParams();
	for (const name of WORDS) if (filter[name]) query.set(name, filter[name]);
	for (const name of ['from', 'until'] as const) {
		const at = filter[name];
		if (at !== undefined) query.set(name, dayText(at));
	}
	return query;
}

/** `2026-01-15`; empty for none. */
export const dayText = (at: number | undefined): string =>
	at === undefined ? '' : new Date(at).toISOString().slice(0, 10);

export const isAuditNarrowed = (filter: AuditFilter): boolean => Object.keys(filter).length > 0;

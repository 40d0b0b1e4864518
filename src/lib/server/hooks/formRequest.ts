import type { RequestEvent } from '@sveltejs/kit';

/** A text of a posted form; a file or nothing at all counts as empty. */
export function textOf(form: FormData, name: string): string {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
}

/** The caller's address for counting. Without a known one, all such callers share one count rather than none. */
export function addressOf(event: Pick<RequestEvent, 'getClientAddress'>): string {
	try {
		return event.getClientAddress();
	} catch {
		return 'unknown';
	}
}

/** Where a person wanted to go before the login came between: a page of the dashboard, never another site. */
export function nextPage(url: URL): string {
	const wanted = url.searchParams.get('next');
	if (!wanted || !URL.canParse(wanted, url.origin)) return '/dashboard';
	const target = new URL(wanted, url.origin);
	const inside = target.origin === url.origin && /^\/dashboard(\/|$)/.test(target.pathname);
	return inside ? target.pathname + target.search : '/dashboard';
}

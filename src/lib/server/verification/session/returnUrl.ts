import type { ReviewStatus } from '$lib/contract/slots';

/**
 * The URL as given when a browser may be sent there; null for any other scheme (the guide: others are ignored), and for an origin
 * that is not on the organization's list, so that nobody who got hold of a key sends people elsewhere.
 * @param origins as browsers write them; empty: any
 */
export function usableReturnUrl(text: string | undefined, origins: readonly string[] = []): string | null {
	if (!text || /[\r\n\t\0]/.test(text) || !/^https?:\/\//i.test(text)) return null;
	if (!URL.canParse(text)) return null;
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
	return origins.length === 0 || origins.includes(url.origin) ? text : null;
}

/** `{returnUrl}?session_id={uuid}&status={reviewStatus}`, keeping the URL's own query and fragment as they are. */
export function buildReturnUrl(returnUrl: string, sessionId: string, reviewStatus: ReviewStatus): string {
	const url = new URL(returnUrl);
	const own = url.search.replace(/^\?/, '');
	const added = `session_id=${encodeURIComponent(sessionId)}&status=${encodeURIComponent(reviewStatus)}`;
	url.search = own ? `${own}&${added}` : added;
	return url.href;
}

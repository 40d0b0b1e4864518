import { addressGroup, countOrRefuse } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { rateLimitFields } from './respond';

/** Far above what a person needs, far below what searching or filling a disk takes. */
const LIMITS = {
	/** Pictures of one session, taken again as often as it needs. */
	evidence: { limit: 60, windowSeconds: 600 },
	/** Liveness challenges of one session: asking costs nothing but a row. */
	challenge: { limit: 120, windowSeconds: 600 },
	/** What a page tells of its own trouble, a session. */
	clientErrors: { limit: 30, windowSeconds: 600 },
	/** Codes of one session. */
	handoff: { limit: 30, windowSeconds: 600 },
	/** Codes tried from one address. */
	redeem: { limit: 30, windowSeconds: 60 }
};

/** What counting needs of a request. */
export interface CountedCall {
	locals: { deps: Deps };
	getClientAddress(): string;
	setHeaders(headers: Record<string, string>): void;
}

/**
 * Counts one call, and tells the caller what is left in the `RateLimit` fields of the answer, good or bad.
 * @param subject the session's id; without one, the caller's address is counted
 * @throws RATE_LIMITED
 */
export async function countCall(event: CountedCall, name: keyof typeof LIMITS, subject?: string): Promise<void> {
	const quota = { name, ...LIMITS[name] };
	const whose = subject ?? addressGroup(addressOf(event));
	const [state] = await countOrRefuse(event.locals.deps, [
		{ name, subject: whose, limit: quota.limit, windowMs: quota.windowSeconds * 1000 }
	]);
	if (state) event.setHeaders(rateLimitFields(quota, state));
}

/** Without a known address, all such callers share one count rather than none. */
export function addressOf(event: CountedCall): string {
	try {
		return event.getClientAddress();
	} catch {
		return 'unknown';
	}
}

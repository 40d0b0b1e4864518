import { and, count, eq } from 'drizzle-orm';
import { MOST_CLIENT_ERRORS, type ClientErrorInput } from '$lib/contract/clientErrors';
import type { SessionStatus } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import type { ApplicantPrincipal } from '$lib/server/auth';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { loadForChange } from '../session/load';
import { refusalOf } from '../session/sessionMachine';

const OPEN: SessionStatus[] = ['created', 'capturing', 'processing'];
export const CLIENT_ERROR_ACTION = 'applicant.error_reported';

/**
 * POST …/client-errors: what went wrong in the applicant's browser, for the session's timeline. Codes only. What comes after the
 * first fifty of a session is dropped without a word: a page that loops must not fill the log.
 * @throws SESSION_* once the session takes nothing more
 */
export async function reportClientError(
	deps: Deps,
	applicant: ApplicantPrincipal,
	{ code, step, errorCode }: ClientErrorInput
): Promise<void> {
	await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, applicant, applicant.sessionId);
		if (!OPEN.includes(session.status)) throw new AppError(refusalOf(session.status));
		const { auditEvents } = tx.t;
		const [told] = yield* q(
			tx.db
				.select({ count: count() })
				.from(auditEvents)
				.where(
					and(
						eq(auditEvents.sessionId, session.id),
						eq(auditEvents.organizationId, session.organizationId),
						eq(auditEvents.action, CLIENT_ERROR_ACTION)
					)
				)
		);
		if (Number(told?.count ?? 0) >= MOST_CLIENT_ERRORS) return;
		yield* record(tx, deps, {
			organizationId: session.organizationId,
			sessionId: session.id,
			actor: { type: 'applicant', id: null },
			action: CLIENT_ERROR_ACTION,
			detail: { code, step, ...(errorCode ? { errorCode } : {}) }
		});
	});
}

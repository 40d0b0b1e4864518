import { authorize, type OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { replaceSecret } from '../session/link';
import { loadForChange } from '../session/load';

/**
 * Another link to a step that was asked for again, where the first one was not copied or its answer was lost: only hashes are kept, so
 * it cannot be shown twice. The link before it, and every device that it opened, stops working.
 * @throws REVIEW_CONFLICT where no step is waited for
 */
export async function renewLink(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { sessionId: string }
): Promise<{ hostedUrl: string; expiresAt: number }> {
	authorize(operator, 'review');
	return deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, operator, input.sessionId);
		if (session.status !== 'capturing' || session.requestedSlot === null || session.expiresAt <= deps.clock.now())
			throw new AppError('REVIEW_CONFLICT', { internal: `${session.status}, nothing asked for again` });
		const { hostedUrl } = yield* replaceSecret(tx, deps, session, { type: 'operator', id: operator.userId });
		return { hostedUrl, expiresAt: session.expiresAt };
	});
}

import type { ConsentInput } from '$lib/contract/verification';
import type { ApplicantPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { loadForChange } from '../session/load';
import { transition } from '../session/sessionMachine';
import { updateSession } from '../session/sessionRepo';
import { deviceWords } from './deviceWords';

/** POST …/consent: which text, in which language, when. Nothing is analysed before it. A second consent changes nothing.
 * Of the browser's name two coarse words are kept, for figures. */
export async function giveConsent(
	deps: Deps,
	applicant: ApplicantPrincipal,
	input: ConsentInput,
	userAgent: string | null = null
): Promise<void> {
	await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, applicant, applicant.sessionId);
		if (session.status === 'capturing') return;
		const move = transition(session.status, 'consent');
		if (!move.ok) throw new AppError(move.code);
		yield* q(
			tx.db.insert(tx.t.consents).values({
				id: deps.ids.uuid(),
				organizationId: session.organizationId,
				sessionId: session.id,
				textVersion: input.textVersion,
				locale: input.locale,
				...deviceWords(userAgent),
				createdAt: deps.clock.now()
			})
		);
		yield* q(updateSession(tx, session.organizationId, session.id, { status: move.status }));
		yield* record(tx, deps, {
			organizationId: session.organizationId,
			sessionId: session.id,
			actor: { type: 'applicant', id: null },
			action: 'consent.given',
			detail: { textVersion: input.textVersion, locale: input.locale }
		});
	});
}

import { and, eq, gt, isNull } from 'drizzle-orm';
import type { ApplicantPrincipal } from '$lib/server/auth';
import { hashSecret, mintClientSecret } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { loadForChange } from '../session/load';
import { refusalOf } from '../session/sessionMachine';

/** Contract, Applicant API: 128 bit, five minutes. */
const CODE_BYTES = 16;
const LIFETIME_MS = 5 * 60_000;

/** POST …/handoff: a code that opens this session once on another device. */
export async function createHandoff(deps: Deps, applicant: ApplicantPrincipal) {
	const code = deps.ids.hex(CODE_BYTES);
	const expiresAt = deps.clock.now() + LIFETIME_MS;
	await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, applicant, applicant.sessionId);
		if (session.status !== 'created' && session.status !== 'capturing') throw new AppError(refusalOf(session.status));
		yield* q(
			tx.db.insert(tx.t.handoffs).values({
				codeHash: hashSecret(code),
				organizationId: session.organizationId,
				sessionId: session.id,
				createdAt: deps.clock.now(),
				expiresAt
			})
		);
	});
	return {
		ok: true as const,
		code,
		url: `${deps.config.origin}/verification/session/${applicant.sessionId}?handoff=${code}`,
		expiresAt: new Date(expiresAt).toISOString()
	};
}

/** Opens the session on the device that brought the code. Of fifty tries at once, one wins; the others get HANDOFF_INVALID. */
export async function redeemHandoff(
	deps: Deps,
	code: string
): Promise<{ sessionId: string; credential: string; expiresAt: number }> {
	const credential = mintClientSecret(deps.ids);
	return deps.store.tx(function* (tx) {
		const now = deps.clock.now();
		const { handoffs, applicantCredentials, verificationSessions } = tx.t;
		const [spent] = yield* q(
			tx.db
				.update(handoffs)
				.set({ redeemedAt: now })
				.where(and(eq(handoffs.codeHash, hashSecret(code)), isNull(handoffs.redeemedAt), gt(handoffs.expiresAt, now)))
				.returning()
		);
		if (!spent) throw new AppError('HANDOFF_INVALID');
		const [session] = yield* q(
			tx.db
				.select({ expiresAt: verificationSessions.expiresAt })
				.from(verificationSessions)
				.where(eq(verificationSessions.id, spent.sessionId))
		);
		yield* q(
			tx.db.insert(applicantCredentials).values({
				hash: hashSecret(credential),
				organizationId: spent.organizationId,
				sessionId: spent.sessionId,
				createdAt: now
			})
		);
		yield* record(tx, deps, {
			organizationId: spent.organizationId,
			sessionId: spent.sessionId,
			actor: { type: 'applicant', id: null },
			action: 'session.handed_off'
		});
		return { sessionId: spent.sessionId, credential, expiresAt: session?.expiresAt ?? now };
	});
}

import { and, eq, gt, isNull } from 'drizzle-orm';
import { HANDOFF_LIFE_MS } from '$lib/contract/slots';
import type { HandoffInput, Redeemed } from '$lib/contract/verification';
import type { ApplicantPrincipal } from '$lib/server/auth';
import { authenticateApplicant, hashSecret, mintClientSecret } from '$lib/server/auth';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { admit } from './confirmHandoff';
import { loadForChange } from '../session/load';
import { refusalOf } from '../session/sessionMachine';

/** Contract, Applicant API: 128 bit. */
const CODE_BYTES = 16;

/** POST …/handoff: a code that opens this session once on another device. */
export async function createHandoff(
	deps: Deps,
	applicant: ApplicantPrincipal,
	{ confirm }: HandoffInput = { confirm: false }
) {
	const code = deps.ids.hex(CODE_BYTES);
	const expiresAt = deps.clock.now() + HANDOFF_LIFE_MS;
	await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, applicant, applicant.sessionId);
		if (session.status !== 'created' && session.status !== 'capturing') throw new AppError(refusalOf(session.status));
		yield* q(
			tx.db.insert(tx.t.handoffs).values({
				codeHash: hashSecret(code),
				organizationId: session.organizationId,
				sessionId: session.id,
				number: confirm ? twoDigits(deps) : null,
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
): Promise<Redeemed & { credential: string; expiresAt: number }> {
	const credential = mintClientSecret(deps.ids);
	const credentialHash = hashSecret(credential);
	return deps.store.tx(function* (tx) {
		const now = deps.clock.now();
		const { handoffs, verificationSessions } = tx.t;
		const [spent] = yield* q(
			tx.db
				.update(handoffs)
				.set({ redeemedAt: now, credentialHash })
				.where(and(eq(handoffs.codeHash, hashSecret(code)), isNull(handoffs.redeemedAt), gt(handoffs.expiresAt, now)))
				.returning()
		);
		if (!spent) throw new AppError('HANDOFF_INVALID');
		if (spent.number === null) yield* admit(tx, deps, { ...spent, credentialHash });
		const [session] = yield* q(
			tx.db
				.select({ expiresAt: verificationSessions.expiresAt })
				.from(verificationSessions)
				.where(eq(verificationSessions.id, spent.sessionId))
		);
		return {
			sessionId: spent.sessionId,
			state: spent.number === null ? ('open' as const) : ('waiting' as const),
			number: spent.number,
			credential,
			expiresAt: session?.expiresAt ?? now
		};
	});
}

/**
 * Where a code stands for a device that has redeemed it, e.g. before its page was loaded again, or that its session is open to
 * anyway, e.g. another tab of the browser that shows the code: nothing is spent then, and the cookie stays what it is. Null for
 * everybody else.
 * @param held credentials that the device brings along
 */
export async function redeemedBefore(deps: Deps, code: string, held: readonly string[]): Promise<Redeemed | null> {
	if (held.length === 0) return null;
	const { handoffs } = deps.store.t;
	const [row] = await deps.store.db
		.select()
		.from(handoffs)
		.where(and(eq(handoffs.codeHash, hashSecret(code)), gt(handoffs.expiresAt, deps.clock.now())));
	if (!row) return null;
	const { sessionId, number } = row;
	if (await opensOne(deps, sessionId, held)) return { sessionId, number: null, state: 'open' };
	if (!row.credentialHash || !held.map(hashSecret).includes(row.credentialHash)) return null;
	if (row.refusedAt !== null) return { sessionId, number, state: 'refused' };
	return { sessionId, number, state: number === null || row.confirmedAt !== null ? 'open' : 'waiting' };
}

async function opensOne(deps: Deps, sessionId: string, held: readonly string[]): Promise<boolean> {
	const tries = held.map((credential) => authenticateApplicant(deps, sessionId, credential));
	return (await Promise.allSettled(tries)).some(({ status }) => status === 'fulfilled');
}

/** Two digits: quickly compared; guessing right helps nobody, since it is the other screen that says yes. */
const twoDigits = (deps: Deps): number => 10 + (Number.parseInt(deps.ids.hex(4), 16) % 90);

import { and, desc, eq, gt, isNotNull, isNull } from 'drizzle-orm';
import type { ConfirmHandoffInput } from '$lib/contract/verification';
import type { ApplicantPrincipal } from '$lib/server/auth';
import { record, type AuditEntry } from '$lib/server/audit';
import { q, type Store, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';
import { loadForChange } from '../session/load';
import { refusalOf } from '../session/sessionMachine';
import { updateSession } from '../session/sessionRepo';

interface Device {
	organizationId: string;
	sessionId: string;
	credentialHash: string;
}

/**
 * POST …/handoff/confirm: whether the device that shows `number` may go on.
 * @throws HANDOFF_INVALID without such a device waiting; SESSION_* where there is nothing to go on with
 */
export async function confirmHandoff(deps: Deps, applicant: ApplicantPrincipal, input: ConfirmHandoffInput) {
	await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, applicant, applicant.sessionId);
		if (session.status !== 'created' && session.status !== 'capturing') throw new AppError(refusalOf(session.status));
		const [row] = yield* q(waiting(tx, session.id, deps.clock.now()));
		if (!row?.credentialHash || row.number !== input.number) throw new AppError('HANDOFF_INVALID');
		const at = deps.clock.now();
		yield* q(
			tx.db
				.update(tx.t.handoffs)
				.set(input.same ? { confirmedAt: at } : { refusedAt: at })
				.where(eq(tx.t.handoffs.codeHash, row.codeHash))
		);
		if (input.same) yield* admit(tx, deps, { ...row, credentialHash: row.credentialHash });
		else yield* record(tx, deps, entryOf(row, 'session.handoff_refused'));
	});
}

/** POST …/handoff/take: this device goes on; the others follow it. */
export async function takeOver(deps: Deps, applicant: ApplicantPrincipal) {
	await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, applicant, applicant.sessionId);
		if (session.activeCredentialHash === applicant.credentialHash) return;
		yield* q(updateSession(tx, session.organizationId, session.id, { activeCredentialHash: applicant.credentialHash }));
		yield* record(
			tx,
			deps,
			entryOf({ organizationId: session.organizationId, sessionId: session.id }, 'session.taken_over')
		);
	});
}

/** Lets a device in, and makes it the one that goes on. */
export function* admit(tx: Tx, deps: Deps, { organizationId, sessionId, credentialHash }: Device) {
	yield* q(
		tx.db
			.insert(tx.t.applicantCredentials)
			.values({ hash: credentialHash, organizationId, sessionId, createdAt: deps.clock.now() })
	);
	yield* q(updateSession(tx, organizationId, sessionId, { activeCredentialHash: credentialHash }));
	yield* record(tx, deps, entryOf({ organizationId, sessionId }, 'session.handed_off'));
}

/** The number of the device that waits to be let in; null while none does. */
export async function askingNumber(deps: Deps, sessionId: string): Promise<number | null> {
	const [row] = await waiting(deps.store, sessionId, deps.clock.now());
	return row?.number ?? null;
}

/** Of several the newest: whoever scans again has given up the first. */
const waiting = ({ db, t: { handoffs } }: Pick<Store, 'db' | 't'>, sessionId: string, now: number) =>
	db
		.select()
		.from(handoffs)
		.where(
			and(
				eq(handoffs.sessionId, sessionId),
				gt(handoffs.expiresAt, now),
				isNotNull(handoffs.number),
				isNotNull(handoffs.redeemedAt),
				isNull(handoffs.confirmedAt),
				isNull(handoffs.refusedAt)
			)
		)
		.orderBy(desc(handoffs.redeemedAt))
		.limit(1);

const entryOf = (of: Pick<Device, 'organizationId' | 'sessionId'>, action: string): AuditEntry => ({
	organizationId: of.organizationId,
	sessionId: of.sessionId,
	actor: { type: 'applicant', id: null },
	action
});

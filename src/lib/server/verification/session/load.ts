import type { ApplicantPrincipal, OperatorPrincipal, TenantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { record } from '$lib/server/audit';
import { lockSession, q, type Tx } from '$lib/server/db';
import { AppError } from '$lib/server/platform';
import { findSession, updateSession, type SessionRow } from './sessionRepo';
import { isSessionId } from './sessionId';
import { transition } from './sessionMachine';

type Caller = TenantPrincipal | ApplicantPrincipal | OperatorPrincipal;

/**
 * The session as this caller may see it, its expiry brought up to date. A foreign organization's or environment's session
 * is NOT_FOUND like one that never was.
 */
export async function loadSession(deps: Deps, caller: Caller, sessionId: string): Promise<SessionRow> {
	const [row] = isSessionId(sessionId) ? await findSession(deps.store, caller.organizationId, sessionId) : [];
	if (!row || !mayEnter(caller, row)) throw new AppError('NOT_FOUND');
	return isOverdue(row, deps.clock.now()) ? deps.store.tx((tx) => expireOne(tx, deps, row)) : row;
}

/** The same inside a transaction, with the row locked until its end: for whoever is about to change it. */
export function* loadForChange(tx: Tx, deps: Deps, caller: Caller, sessionId: string) {
	if (!isSessionId(sessionId)) throw new AppError('NOT_FOUND');
	const [row] = yield* q(lockSession(tx, caller.organizationId, sessionId));
	if (!row || !mayEnter(caller, row)) throw new AppError('NOT_FOUND');
	return isOverdue(row, deps.clock.now()) ? yield* expireOne(tx, deps, row) : row;
}

/**
 * Moves an overdue session to `expired`. One whose step was asked for again goes back to the people who asked: it was complete
 * before, and is judged by what is there.
 */
export function* expireOne(tx: Tx, deps: Pick<Deps, 'clock' | 'ids'>, row: Pick<SessionRow, 'id' | 'organizationId'>) {
	const [locked] = yield* q(lockSession(tx, row.organizationId, row.id));
	if (!locked) throw new AppError('NOT_FOUND');
	const now = deps.clock.now();
	const asked = locked.requestedSlot !== null;
	const move = transition(locked.status, asked ? 'return' : 'expire');
	if (!move.ok || !isOverdue(locked, now)) return locked;
	const change = asked ? { requestedSlot: null, completedAt: now } : {};
	const [expired] = yield* q(updateSession(tx, row.organizationId, row.id, { ...change, status: move.status }));
	yield* record(tx, deps, {
		organizationId: row.organizationId,
		sessionId: row.id,
		actor: { type: 'system', id: null },
		action: asked ? 'session.asking_lapsed' : 'session.expired'
	});
	return expired ?? locked;
}

const isOverdue = (row: SessionRow, now: number): boolean =>
	(row.status === 'created' || row.status === 'capturing') && row.expiresAt <= now;

function mayEnter(caller: Caller, row: SessionRow): boolean {
	switch (caller.kind) {
		case 'tenant':
			return row.environment === caller.environment;
		case 'applicant':
			return row.id === caller.sessionId;
		case 'operator':
			return true;
		default:
			return caller satisfies never;
	}
}

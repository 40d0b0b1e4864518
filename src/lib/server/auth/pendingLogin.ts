/** A right password that waits for the second step: five minutes and five tries long; it opens nothing by itself. */
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import type { SecondStepKind } from '$lib/contract/people';
import { q, type Step, type Store, type Tx } from '$lib/server/db';
import { AppError, type Clock, type Ids } from '$lib/server/platform';
import { hashSecret } from './apiKey';
import { secondStepKinds } from './secondStepKinds';

const PENDING_MS = 5 * 60_000;
const TRIES_PER_LOGIN = 5;

type PendingDeps = { store: Store; clock: Clock };

/** The secret that its browser keeps meanwhile. */
export async function beginPendingLogin(deps: PendingDeps & { ids: Ids }, userId: string): Promise<string> {
	const pending = deps.ids.hex(32);
	const { pendingLogins } = deps.store.t;
	await deps.store.db
		.insert(pendingLogins)
		.values({ id: hashSecret(pending), userId, expiresAt: deps.clock.now() + PENDING_MS, attempts: 0 });
	return pending;
}

/** Whose it is; it counts no try. @throws SESSION_EXPIRED where the password has to be given again */
export async function findPendingLogin(deps: PendingDeps, pending: string): Promise<string> {
	const [row] = await findOpen(deps, pending);
	if (!row) throw over();
	return row.userId;
}

/** What the login waits for; nothing where the password has to be given again. */
export async function readPendingKinds(deps: PendingDeps, pending: string): Promise<SecondStepKind[]> {
	const [row] = await findOpen(deps, pending);
	return row ? secondStepKinds(deps.store, row.userId) : [];
}

/** Counts a try, and says whose it is; null where the password has to be given again. */
export function* countPendingTry(tx: Tx, deps: { clock: Clock }, pending: string): Step<string | null> {
	const { pendingLogins } = tx.t;
	const [row] = yield* q(
		tx.db
			.update(pendingLogins)
			.set({ attempts: sql`${pendingLogins.attempts} + 1` })
			.where(isOpen(tx, deps.clock, pending))
			.returning()
	);
	return row?.userId ?? null;
}

/** The same in a transaction of its own. @throws SESSION_EXPIRED */
export async function takePendingTry(deps: PendingDeps, pending: string): Promise<string> {
	const userId = await deps.store.tx((tx) => countPendingTry(tx, deps, pending));
	if (userId === null) throw over();
	return userId;
}

/** The second step was right. @throws SESSION_EXPIRED where another answer came first */
export async function endPendingLogin(deps: PendingDeps, pending: string): Promise<void> {
	const ended = await dropPendingLogin(deps.store, pending);
	if (ended.length === 0) throw over();
}

export const dropPendingLogin = ({ db, t: { pendingLogins } }: Tx, pending: string) =>
	db
		.delete(pendingLogins)
		.where(eq(pendingLogins.id, hashSecret(pending)))
		.returning({ id: pendingLogins.id });

const findOpen = ({ store, clock }: PendingDeps, pending: string) =>
	store.db
		.select()
		.from(store.t.pendingLogins)
		.where(isOpen(store, clock, pending));

const isOpen = ({ t: { pendingLogins } }: Tx, clock: Clock, pending: string) =>
	and(
		eq(pendingLogins.id, hashSecret(pending)),
		gt(pendingLogins.expiresAt, clock.now()),
		lt(pendingLogins.attempts, TRIES_PER_LOGIN)
	);

const over = () => new AppError('SESSION_EXPIRED', { internal: 'the login has to begin again' });

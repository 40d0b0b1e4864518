import { createHash } from 'node:crypto';
import { and, eq, lte } from 'drizzle-orm';
import type { TenantPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';

/** Contract: kept 24 h, per organization and environment. */
const KEPT_MS = 24 * 60 * 60_000;
const KEY_FORM = /^[\x21-\x7e]{1,255}$/;

interface KeyedRequest {
	/** The Idempotency-Key header, null without one. */
	key: string | null;
	/** Method and path, so that a key cannot serve two calls. */
	call: string;
	body: Uint8Array;
}

/** What of a SvelteKit event an idempotent call is known by. */
export const keyedRequest = (
	{ request, url }: { request: Request; url: URL },
	body: Uint8Array = new Uint8Array()
): KeyedRequest => ({
	key: request.headers.get('idempotency-key'),
	call: `${request.method} ${url.pathname}`,
	body
});

/**
 * Runs a change once a key. The answer is stored, sealed, in the transaction that makes the change: after a crash either both are
 * there or neither. Two at once: one works, the other gives the same answer. What fails is not stored, and may be tried again.
 * Never let an answer hold what a redaction must erase: it outlives the session's key.
 * @throws IDEMPOTENCY_KEY_REUSED for the same key with another call or body.
 */
export async function idempotent<A>(
	deps: Deps,
	tenant: TenantPrincipal,
	{ key, call, body }: KeyedRequest,
	work: (tx: Tx) => Step<A>
): Promise<A> {
	if (key === null) return deps.store.tx(work);
	if (!KEY_FORM.test(key))
		throw new AppError('VALIDATION_FAILED', {
			fields: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 printable characters' }]
		});
	const scope = { organizationId: tenant.organizationId, environment: tenant.environment, key };
	const requestHash = createHash('sha256').update(`${call}\n`).update(body).digest('hex');
	const aad = `idempotency|${scope.organizationId}|${scope.environment}|${key}`;
	return deps.store.tx(function* (tx) {
		const now = deps.clock.now();
		const { idempotencyKeys } = tx.t;
		const own = and(
			eq(idempotencyKeys.organizationId, scope.organizationId),
			eq(idempotencyKeys.environment, scope.environment),
			eq(idempotencyKeys.key, key)
		);
		yield* q(tx.db.delete(idempotencyKeys).where(and(own, lte(idempotencyKeys.expiresAt, now))));
		// Written before the work: on PostgreSQL a second request with this key waits here for the first.
		const inserted = yield* q(
			tx.db
				.insert(idempotencyKeys)
				.values({ ...scope, requestHash, responseSealed: UNANSWERED, createdAt: now, expiresAt: now + KEPT_MS })
				.onConflictDoNothing()
				.returning({ key: idempotencyKeys.key })
		);
		if (inserted.length === 0) {
			const [before] = yield* q(tx.db.select().from(idempotencyKeys).where(own));
			if (!before) throw new AppError('IDEMPOTENCY_IN_PROGRESS');
			return replay<A>(deps, before, requestHash, aad);
		}
		const answer = yield* work(tx);
		const responseSealed = deps.keyring.seal(Buffer.from(JSON.stringify(answer ?? null), 'utf8'), aad);
		yield* q(tx.db.update(idempotencyKeys).set({ responseSealed }).where(own));
		return answer;
	});
}

/** Stands in the row while the work is under way: no other transaction ever sees it. */
const UNANSWERED = Buffer.alloc(0);

/** The first answer again. What was sealed under this key's AAD is what an earlier run of the same call returned. */
function replay<A>(
	deps: Deps,
	row: { requestHash: string; responseSealed: Buffer },
	requestHash: string,
	aad: string
): A {
	if (row.requestHash !== requestHash) throw new AppError('IDEMPOTENCY_KEY_REUSED');
	return JSON.parse(deps.keyring.open(row.responseSealed, aad).toString('utf8')) as A;
}

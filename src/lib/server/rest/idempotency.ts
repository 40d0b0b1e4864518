import { createHash } from 'node:crypto';
import { and, eq, lte } from 'drizzle-orm';
import type { TenantPrincipal } from '$lib/server/auth';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';

/** Contract: kept 24 h, per organization and environment. */
const KEPT_MS = 24 * 60 * 60_000;
const KEY_FORM = /^[\x21-\x7e]{1,255}$/;

interface Prepared<A> {
	answer: A;
	write(tx: Tx): Step<void>;
}

/**
 * Runs a create once a key. The answer is stored, sealed, in the transaction that writes what it speaks of: after a crash
 * either both are there or neither. Two at once: one writes, the other gives the same answer.
 * @throws IDEMPOTENCY_KEY_REUSED for the same key with another body.
 */
export async function idempotent<A>(
	deps: Deps,
	tenant: TenantPrincipal,
	request: { key: string | null; body: Uint8Array },
	prepare: () => Prepared<A>
): Promise<A> {
	const { key } = request;
	if (key === null) {
		const prepared = prepare();
		await deps.store.tx((tx) => prepared.write(tx));
		return prepared.answer;
	}
	if (!KEY_FORM.test(key))
		throw new AppError('VALIDATION_FAILED', {
			fields: [{ path: 'Idempotency-Key', message: 'must be 1 to 255 printable characters' }]
		});
	const scope = { organizationId: tenant.organizationId, environment: tenant.environment, key };
	const requestHash = createHash('sha256').update(request.body).digest('hex');
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
		const [before] = yield* q(tx.db.select().from(idempotencyKeys).where(own));
		if (before) return replay<A>(deps, before, requestHash, aad);
		const prepared = prepare();
		const inserted = yield* q(
			tx.db
				.insert(idempotencyKeys)
				.values({
					...scope,
					requestHash,
					responseSealed: deps.keyring.seal(Buffer.from(JSON.stringify(prepared.answer), 'utf8'), aad),
					createdAt: now,
					expiresAt: now + KEPT_MS
				})
				.onConflictDoNothing()
				.returning({ key: idempotencyKeys.key })
		);
		if (inserted.length === 0) {
			// PostgreSQL only: another process committed between our look and our write.
			const [winner] = yield* q(tx.db.select().from(idempotencyKeys).where(own));
			if (!winner) throw new AppError('IDEMPOTENCY_IN_PROGRESS');
			return replay<A>(deps, winner, requestHash, aad);
		}
		yield* prepared.write(tx);
		return prepared.answer;
	});
}

/** The first answer again. What was sealed under this key's AAD is what an earlier run of the same create returned. */
function replay<A>(
	deps: Deps,
	row: { requestHash: string; responseSealed: Buffer },
	requestHash: string,
	aad: string
): A {
	if (row.requestHash !== requestHash) throw new AppError('IDEMPOTENCY_KEY_REUSED');
	return JSON.parse(deps.keyring.open(row.responseSealed, aad).toString('utf8')) as A;
}

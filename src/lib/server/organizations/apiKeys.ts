import { and, desc, eq, gt, gte, isNull, or } from 'drizzle-orm';
import type { ApiKeyView, MintApiKeyInput, MintedApiKey, RotateApiKeyInput } from '$lib/contract/apiKeys';
import { record } from '$lib/server/audit';
import { mintKeyPair, type Authorized } from '$lib/server/auth';
import { q, type Step, type Store, type Tx } from '$lib/server/db';
import { AppError, type Clock, type Ids } from '$lib/server/platform';

const HOUR_MS = 60 * 60_000;

interface KeyDeps {
	store: Store;
	clock: Clock;
	ids: Ids;
}

/** A new pair for one environment. The only answer that ever holds the whole keys. */
export const mintApiKey = (
	deps: KeyDeps,
	operator: Authorized<'administer'>,
	input: MintApiKeyInput
): Promise<MintedApiKey> => deps.store.tx((tx) => mintIn(tx, deps, operator, input));

/**
 * A new pair in place of another, of the same environment and label. The one before works on for `overlapHours` (0 … 720), so that
 * whoever uses it can change over without a refused request. NOT_FOUND for a foreign, unknown or ended one.
 */
export function rotateApiKey(
	deps: KeyDeps,
	operator: Authorized<'administer'>,
	input: RotateApiKeyInput
): Promise<MintedApiKey & { endsAt: string }> {
	const { organizationId, userId } = operator;
	return deps.store.tx(function* (tx) {
		const keys = tx.t.organizationApiKeys;
		const now = deps.clock.now();
		const endsAt = now + input.overlapHours * HOUR_MS;
		const [before] = yield* q(
			tx.db
				.update(keys)
				.set({ revokedAt: endsAt })
				.where(
					and(
						eq(keys.id, input.keyId),
						eq(keys.organizationId, organizationId),
						// One that was replaced already is not made to live longer.
						or(isNull(keys.revokedAt), gte(keys.revokedAt, endsAt))
					)
				)
				.returning({ environment: keys.environment, label: keys.label })
		);
		if (!before) throw new AppError('NOT_FOUND', { internal: 'key is foreign, unknown or ended' });
		const minted = yield* mintIn(tx, deps, operator, before);
		yield* record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: userId },
			action: 'api_key.rotated',
			targetId: input.keyId,
			detail: { by: minted.id, overlapHours: input.overlapHours }
		});
		return { ...minted, endsAt: new Date(endsAt).toISOString() };
	});
}

function* mintIn(
	tx: Tx,
	deps: KeyDeps,
	operator: Authorized<'administer'>,
	input: MintApiKeyInput
): Step<MintedApiKey> {
	const { secretKey, publishableKey, ...stored } = mintKeyPair(deps.ids, input.environment);
	const id = deps.ids.uuid();
	const createdAt = deps.clock.now();
	const { organizationId, userId } = operator;
	const row = { id, organizationId, ...input, ...stored, createdBy: userId, createdAt };
	yield* q(tx.db.insert(tx.t.organizationApiKeys).values(row));
	yield* record(tx, deps, {
		organizationId,
		actor: { type: 'operator', id: userId },
		action: 'api_key.minted',
		targetId: id,
		detail: { environment: input.environment, secretKeyPrefix: stored.secretKeyPrefix }
	});
	const { secretKeyPrefix, publishableKeyPrefix } = stored;
	return {
		id,
		...input,
		secretKey,
		publishableKey,
		secretKeyPrefix,
		publishableKeyPrefix,
		createdAt: new Date(createdAt).toISOString()
	};
}

/** All pairs of the organization, revoked ones too, newest first; prefixes only. */
export async function listApiKeys(deps: { store: Store }, operator: Authorized<'read'>): Promise<ApiKeyView[]> {
	const keys = deps.store.t.organizationApiKeys;
	const rows = await deps.store.db
		.select({
			id: keys.id,
			environment: keys.environment,
			label: keys.label,
			secretKeyPrefix: keys.secretKeyPrefix,
			publishableKeyPrefix: keys.publishableKeyPrefix,
			createdAt: keys.createdAt,
			lastUsedAt: keys.lastUsedAt,
			revokedAt: keys.revokedAt
		})
		.from(keys)
		.where(eq(keys.organizationId, operator.organizationId))
		.orderBy(desc(keys.createdAt), desc(keys.id));
	return rows.map((row) => ({
		...row,
		createdAt: new Date(row.createdAt).toISOString(),
		lastUsedAt: isoOrNull(row.lastUsedAt),
		revokedAt: isoOrNull(row.revokedAt)
	}));
}

/** Ends a pair for good; its row stays. Revoking twice is once; a foreign or unknown id is NOT_FOUND. */
export async function revokeApiKey(
	deps: KeyDeps,
	operator: Authorized<'administer'>,
	input: { keyId: string }
): Promise<{ id: string; revokedAt: string }> {
	const { organizationId, userId } = operator;
	const revokedAt = await deps.store.tx(function* (tx) {
		const keys = tx.t.organizationApiKeys;
		const own = and(eq(keys.id, input.keyId), eq(keys.organizationId, organizationId));
		const now = deps.clock.now();
		const ended = yield* q(
			tx.db
				.update(keys)
				.set({ revokedAt: now })
				.where(and(own, or(isNull(keys.revokedAt), gt(keys.revokedAt, now))))
				.returning({ id: keys.id })
		);
		if (ended.length === 0) {
			const [row] = yield* q(tx.db.select({ revokedAt: keys.revokedAt }).from(keys).where(own));
			if (!row) throw new AppError('NOT_FOUND', { internal: 'key is foreign or unknown' });
			return row.revokedAt ?? now;
		}
		yield* record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: userId },
			action: 'api_key.revoked',
			targetId: input.keyId
		});
		return now;
	});
	return { id: input.keyId, revokedAt: new Date(revokedAt).toISOString() };
}

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

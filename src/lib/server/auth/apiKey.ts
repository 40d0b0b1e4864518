import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import { AppError, type Clock, type Ids } from '$lib/server/platform';
import { prepared, type Store } from '$lib/server/db';
import type { TenantPrincipal } from './principal';

/** `sk_<env>_` + 48 hex of CSPRNG (192 bit) + 8 hex CRC32, so that a typo is caught without a database read (K-1). */
const KEY_PATTERN = /^(sk|pk)_(test|live)_([0-9a-f]{48})([0-9a-f]{8})$/;
const RANDOM_BYTES = 24;
/** Shown in lists: the typed prefix and the first eight digits, far too few to guess the rest. */
const SHOWN_DIGITS = 8;
/** `last_used_at` is written at most once a minute a key (K-5). */
const LAST_USED_EVERY_MS = 60_000;

export interface MintedKeyPair {
	secretKey: string;
	publishableKey: string;
	secretKeyHash: string;
	publishableKeyHash: string;
	secretKeyPrefix: string;
	publishableKeyPrefix: string;
}

/** A key that was found, and whose it is. */
export type KeyUsed = Pick<TenantPrincipal, 'organizationId' | 'environment' | 'apiKeyId'>;

/** A fresh pair for one environment. The whole keys are in this answer only; store the hashes and prefixes. */
export function mintKeyPair(ids: Ids, environment: Environment): MintedKeyPair {
	const secretKey = mintKey(ids, `sk_${environment}_`);
	const publishableKey = mintKey(ids, `pk_${environment}_`);
	return {
		secretKey,
		publishableKey,
		secretKeyHash: hashSecret(secretKey),
		publishableKeyHash: hashSecret(publishableKey),
		secretKeyPrefix: secretKey.slice(0, 'sk_test_'.length + SHOWN_DIGITS),
		publishableKeyPrefix: publishableKey.slice(0, 'pk_test_'.length + SHOWN_DIGITS)
	};
}

/** SHA-256 in hex: enough for secrets of 192 bits and more (ASVS 6.5.2), and quick to look up by. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');

/** Splits a key; null when its form or its checksum is wrong. Reads no database. */
export function parseKey(text: string): { kind: 'sk' | 'pk'; environment: Environment } | null {
	const match = KEY_PATTERN.exec(text);
	if (!match) return null;
	const [, kind, environment, random, checksum] = match;
	if (checksum !== checksumOf(`${kind}_${environment}_${random}`)) return null;
	return { kind: kind === 'sk' ? 'sk' : 'pk', environment: environment === 'live' ? 'live' : 'test' };
}

/**
 * Who is calling, by `Authorization: Bearer sk_…`. Every failure is the same API_KEY_INVALID; the cause goes to our log only.
 * A key that is known, of whatever state, is `seen` before it is judged. Nothing is cached: a revoked key stops working with the
 * next request in every process (K-3).
 */
export async function authenticateSecretKey(
	deps: { store: Store; clock: Clock },
	authorization: string | null,
	seen?: (key: KeyUsed) => void
): Promise<TenantPrincipal> {
	const key = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1];
	if (!key) throw invalid('no bearer key');
	const parsed = parseKey(key);
	if (!parsed) throw invalid('malformed or mistyped key');
	if (parsed.kind === 'pk') throw invalid('publishable key');
	const [row] = await findKey(deps.store, { hash: hashSecret(key) });
	if (!row) throw invalid('unknown key');
	seen?.({ organizationId: row.organizationId, environment: row.environment, apiKeyId: row.id });
	if (hasEnded(row.revokedAt, deps.clock.now())) throw invalid('revoked key');
	await touchKey(deps, row);
	return { kind: 'tenant', organizationId: row.organizationId, environment: row.environment, apiKeyId: row.id };
}

const findKey = prepared(({ db, t: { organizationApiKeys: keys } }, of: { hash: string }) =>
	db
		.select({
			id: keys.id,
			organizationId: keys.organizationId,
			environment: keys.environment,
			revokedAt: keys.revokedAt,
			lastUsedAt: keys.lastUsedAt
		})
		.from(keys)
		.where(eq(keys.secretKeyHash, of.hash))
);

/** Whose publishable key it is: it opens nothing, it names an organization and an environment. @throws API_KEY_INVALID */
export async function readPublishableKey(
	deps: { store: Store; clock: Clock },
	key: string
): Promise<{ organizationId: string; environment: Environment }> {
	const parsed = parseKey(key);
	if (parsed?.kind !== 'pk') throw invalid('no publishable key');
	const { db, t } = deps.store;
	const keys = t.organizationApiKeys;
	const [row] = await db
		.select({ organizationId: keys.organizationId, environment: keys.environment, revokedAt: keys.revokedAt })
		.from(keys)
		.where(eq(keys.publishableKeyHash, hashSecret(key)));
	if (!row || hasEnded(row.revokedAt, deps.clock.now())) throw invalid('unknown or revoked publishable key');
	return { organizationId: row.organizationId, environment: row.environment };
}

/** A key that was replaced works on until its end comes: `revokedAt` may lie ahead. */
const hasEnded = (revokedAt: number | null, now: number): boolean => revokedAt !== null && revokedAt <= now;

async function touchKey(
	deps: { store: Store; clock: Clock },
	row: { id: string; lastUsedAt: number | null }
): Promise<void> {
	const now = deps.clock.now();
	const stale = now - LAST_USED_EVERY_MS;
	if (row.lastUsedAt !== null && row.lastUsedAt > stale) return;
	const { db, t } = deps.store;
	const keys = t.organizationApiKeys;
	await db
		.update(keys)
		.set({ lastUsedAt: now })
		.where(and(eq(keys.id, row.id), or(isNull(keys.lastUsedAt), lt(keys.lastUsedAt, stale + 1))));
}

const invalid = (internal: string) => new AppError('API_KEY_INVALID', { internal });

function mintKey(ids: Ids, prefix: string): string {
	const body = prefix + ids.hex(RANDOM_BYTES);
	return body + checksumOf(body);
}

const checksumOf = (body: string): string => crc32(body).toString(16).padStart(8, '0');

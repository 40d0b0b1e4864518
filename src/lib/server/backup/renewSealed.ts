import { and, asc, eq, isNotNull, or, sql, type SQL } from 'drizzle-orm';
import { q, type Step, type Store, type Tx } from '$lib/server/db';
import type { Keyring } from '$lib/server/platform';

/** Rows of one transaction: a few milliseconds. */
const TOGETHER = 200;

/** One value under the root key: where it stands, and what binds it there. */
interface Sealed {
	kind: 'key' | 'value';
	aad: string;
	bytes: Buffer | null;
	/** Writes the renewed value where the old one still stands: what was erased meanwhile stays erased. */
	put: (tx: Tx, renewed: Buffer, old: Buffer) => Step<number>;
}

/** A page of one table: its values, and where the next page begins (null: that was all). */
type Page = { values: Sealed[]; next: string[] | null };
type ReadPage = (store: Store, after: string[] | null) => Promise<Page>;

/**
 * Everything that the root key itself seals; a column that is missing here is lost with the next root key, so a test holds this list
 * against the schema. Goes through all of it once.
 */
export async function renewSealed(store: Store, keyring: Keyring): Promise<{ renewed: number; unreadable: number }> {
	const total = { renewed: 0, unreadable: 0 };
	for (const readPage of [sessions, webhookDefaults, secondSteps, idempotentAnswers]) {
		let after: string[] | null = null;
		do {
			const page: Page = await readPage(store, after);
			const { renewed, unreadable } = await renewPage(store, keyring, page.values);
			total.renewed += renewed;
			total.unreadable += unreadable;
			after = page.next;
		} while (after !== null);
	}
	return total;
}

async function renewPage(store: Store, keyring: Keyring, values: Sealed[]) {
	let unreadable = 0;
	const changes = values.flatMap((value) => {
		if (value.bytes === null || value.bytes.length === 0) return [];
		try {
			const renewed = keyring.renew(value.kind, value.bytes, value.aad);
			return renewed === null ? [] : [{ ...value, old: value.bytes, renewed }];
		} catch {
			unreadable++;
			return [];
		}
	});
	if (changes.length === 0) return { renewed: 0, unreadable };
	const renewed = await store.tx(function* (tx) {
		let count = 0;
		for (const { put, renewed, old } of changes) count += yield* put(tx, renewed, old);
		return count;
	});
	return { renewed, unreadable };
}

const nextOf = (rows: readonly unknown[], last: string[] | undefined): string[] | null =>
	rows.length < TOGETHER ? null : (last ?? null);

const sessions: ReadPage = async ({ db, t: { verificationSessions: table } }, after) => {
	const { id, wrappedKey, webhookSecretSealed } = table;
	const rows = await db
		.select({ id, wrappedKey, webhookSecretSealed })
		.from(table)
		.where(and(or(isNotNull(wrappedKey), isNotNull(webhookSecretSealed)), after ? sql`${id} > ${after[0]}` : undefined))
		.orderBy(asc(id))
		.limit(TOGETHER);
	const values = rows.flatMap((row): Sealed[] => [
		{
			kind: 'key',
			aad: `session|${row.id}`,
			bytes: row.wrappedKey,
			*put(tx, renewed, old) {
				const { verificationSessions: own } = tx.t;
				const same = and(eq(own.id, row.id), eq(own.wrappedKey, old));
				return (yield* q(tx.db.update(own).set({ wrappedKey: renewed }).where(same).returning({ id: own.id }))).length;
			}
		},
		{
			kind: 'value',
			aad: `webhookSecret|${row.id}`,
			bytes: row.webhookSecretSealed,
			*put(tx, renewed, old) {
				const { verificationSessions: own } = tx.t;
				const same = and(eq(own.id, row.id), eq(own.webhookSecretSealed, old));
				return (yield* q(tx.db.update(own).set({ webhookSecretSealed: renewed }).where(same).returning({ id: own.id })))
					.length;
			}
		}
	]);
	const last = rows.at(-1);
	return { values, next: nextOf(rows, last && [last.id]) };
};

/** A few rows an installation. */
const webhookDefaults: ReadPage = async ({ db, t }) => {
	const rows = await db.select().from(t.webhookDefaults);
	const values = rows.flatMap((row) => {
		const aad = `webhookDefault|${row.organizationId}|${row.environment}`;
		return (['secretSealed', 'previousSecretSealed'] as const).map((column): Sealed => ({
			kind: 'value',
			aad,
			bytes: row[column],
			*put(tx, renewed, old) {
				const { webhookDefaults: own } = tx.t;
				const same = and(
					eq(own.organizationId, row.organizationId),
					eq(own.environment, row.environment),
					eq(own[column], old)
				);
				return (yield* q(
					tx.db
						.update(own)
						.set({ [column]: renewed })
						.where(same)
						.returning({ id: own.organizationId })
				)).length;
			}
		}));
	});
	return { values, next: null };
};

/** One row a person of the dashboard at most. */
const secondSteps: ReadPage = async ({ db, t }) => {
	const rows = await db.select().from(t.secondSteps);
	const values = rows.map((row): Sealed => ({
		kind: 'value',
		aad: `secondStep|${row.userId}`,
		bytes: row.secretSealed,
		*put(tx, renewed, old) {
			const { secondSteps: own } = tx.t;
			const same = and(eq(own.userId, row.userId), eq(own.secretSealed, old));
			return (yield* q(tx.db.update(own).set({ secretSealed: renewed }).where(same).returning({ id: own.userId })))
				.length;
		}
	}));
	return { values, next: null };
};

const idempotentAnswers: ReadPage = async ({ db, t: { idempotencyKeys: table } }, after) => {
	const { organizationId, environment, key, responseSealed } = table;
	const place: SQL = sql`(${organizationId}, ${environment}, ${key})`;
	const rows = await db
		.select({ organizationId, environment, key, responseSealed })
		.from(table)
		.where(after ? sql`${place} > (${after[0]}, ${after[1]}, ${after[2]})` : undefined)
		.orderBy(asc(organizationId), asc(environment), asc(key))
		.limit(TOGETHER);
	const values = rows.map((row): Sealed => ({
		kind: 'value',
		aad: `idempotency|${row.organizationId}|${row.environment}|${row.key}`,
		bytes: row.responseSealed,
		*put(tx, renewed, old) {
			const { idempotencyKeys: own } = tx.t;
			const same = and(
				eq(own.organizationId, row.organizationId),
				eq(own.environment, row.environment),
				eq(own.key, row.key),
				eq(own.responseSealed, old)
			);
			return (yield* q(tx.db.update(own).set({ responseSealed: renewed }).where(same).returning({ key: own.key })))
				.length;
		}
	}));
	const last = rows.at(-1);
	return { values, next: nextOf(rows, last && [last.organizationId, last.environment, last.key]) };
};

import { sql } from 'drizzle-orm';
import type { Rows, Tx } from './store';

/** What a builder's `prepare()` gives on SQLite's driver, which answers at once. */
interface Filled {
	execute(values: object): { sync(): unknown };
}

/**
 * A query of the hot path. `make` builds it once a database, with a place where each value belongs; each call then fills the places
 * in: putting a builder into words takes several times as long as SQLite needs to run it. PostgreSQL's builders belong to one
 * transaction each; there it is made anew, with the values themselves.
 *
 *     const findKey = prepared((tx, of: { hash: string }) => tx.db.select().from(tx.t.keys).where(eq(tx.t.keys.hash, of.hash)));
 *     const [row] = await findKey(store, { hash });
 *
 * `make` may only hand the values on, never look at them. Not for a column of JSON that may be null: it would hold the text `null`.
 */
export function prepared<V extends object, B extends PromiseLike<unknown>>(
	make: (tx: Tx, values: V) => B
): (tx: Tx, values: V) => PromiseLike<Rows<B>> {
	const made = new WeakMap<Tx['db'], Filled>();
	return (tx, values) => {
		// Here and below: a builder's rows are what that builder answers with.
		if (tx.dialect === 'pg') return make(tx, values) as unknown as PromiseLike<Rows<B>>;
		const known = made.get(tx.db) ?? (make(tx, PLACES as V) as unknown as { prepare(): Filled }).prepare();
		made.set(tx.db, known);
		return whenAsked(() => known.execute(values).sync() as Rows<B>);
	};
}

/** By every name, the place for the value of that name. */
const PLACES = new Proxy({}, { get: (_, name) => sql.placeholder(String(name)) });

/** Runs when it is awaited, or when a transaction asks for its rows. */
const whenAsked = <R>(all: () => R): PromiseLike<R> & { all(): R } => ({
	all,
	then: (resolve, reject) => new Promise<R>((give) => give(all())).then(resolve, reject)
});

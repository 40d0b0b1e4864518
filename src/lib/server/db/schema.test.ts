import { getTableColumns, getTableName, is, type Column, type Table } from 'drizzle-orm';
import { getTableConfig as pgConfig, PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig as sqliteConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import * as pg from './schema/pg';
import * as sqlite from './schema/sqlite';

const sqliteTables = Object.entries(sqlite).flatMap(([property, table]) =>
	is(table, SQLiteTable) ? [{ property, table }] : []
);
const pgTables = new Map(
	Object.entries(pg).flatMap(([property, table]) => (is(table, PgTable) ? [[property, table] as const] : []))
);

/** What code written against one dialect may rely on in the other. */
const describeColumns = (table: Table) =>
	Object.fromEntries(
		Object.entries(getTableColumns(table)).map(([property, column]) => [
			property,
			{
				name: column.name,
				jsType: jsType(column),
				notNull: column.notNull,
				primary: column.primary,
				unique: column.isUnique
			}
		])
	);

/** Drizzle calls a Buffer `buffer` in SQLite and `custom` where we defined `bytea` ourselves. */
const jsType = (column: Column): string =>
	column.dataType === 'custom' && column.getSQLType() === 'bytea' ? 'buffer' : column.dataType;

interface Keys {
	primaryKeys: readonly { columns: readonly { name: string }[] }[];
	foreignKeys: readonly {
		reference(): {
			columns: readonly { name: string }[];
			foreignTable: Table;
			foreignColumns: readonly { name: string }[];
		};
	}[];
}

const names = (columns: readonly { name: string }[]) => columns.map((column) => column.name);

const describeKeys = ({ primaryKeys, foreignKeys }: Keys) => ({
	primaryKeys: primaryKeys.map((key) => names(key.columns)),
	foreignKeys: foreignKeys
		.map((key) => key.reference())
		.map((to) => [names(to.columns), getTableName(to.foreignTable), names(to.foreignColumns)])
});

const columnName = (column: unknown): string =>
	typeof column === 'object' && column !== null && 'name' in column ? String(column.name) : 'expression';

interface Indexes {
	indexes: readonly { config: { name?: string; unique?: boolean; columns: readonly unknown[] } }[];
}

const describeIndexes = ({ indexes }: Indexes) =>
	indexes.map(({ config }) => ({
		name: config.name,
		unique: config.unique ?? false,
		columns: config.columns.map(columnName)
	}));

describe('the two schemas', () => {
	it('export the same tables under the same names', () => {
		expect(sqliteTables.map(({ property, table }) => [property, getTableName(table)]).sort()).toEqual(
			[...pgTables].map(([property, table]) => [property, getTableName(table)]).sort()
		);
		expect(sqliteTables.length).toBeGreaterThan(15);
	});

	describe.each(sqliteTables)('$property', ({ property, table: sqliteTable }) => {
		const pgTable = pgTables.get(property);
		if (!pgTable) throw new Error(`PostgreSQL has no ${property}`);

		it('has the same columns, JS types, nullability and column keys in both', () => {
			expect(describeColumns(sqliteTable)).toEqual(describeColumns(pgTable));
		});

		it('has the same primary and foreign keys in both', () => {
			expect(describeKeys(sqliteConfig(sqliteTable))).toEqual(describeKeys(pgConfig(pgTable)));
		});

		it('has the same indexes in both', () => {
			expect(describeIndexes(sqliteConfig(sqliteTable))).toEqual(describeIndexes(pgConfig(pgTable)));
		});
	});
});

import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` runs this once a dialect: DIALECT=sqlite, then DIALECT=postgresql. */
const dialect = process.env.DIALECT === 'postgresql' ? 'postgresql' : 'sqlite';

export default defineConfig(
	dialect === 'postgresql'
		? { dialect, schema: './src/lib/server/db/schema/pg.ts', out: './drizzle/pg' }
		: { dialect, schema: './src/lib/server/db/schema/sqlite.ts', out: './drizzle/sqlite' }
);

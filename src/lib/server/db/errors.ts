/** True when a write failed on a unique constraint, in either database. Drizzle wraps the driver's error as `cause`. */
export function isUniqueViolation(error: unknown): boolean {
	for (let current = error; current instanceof Error; current = current.cause) {
		const code = 'code' in current ? current.code : undefined;
		if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505') return true;
	}
	return false;
}

/** Pure. Whether a text has the form of a session's id: anything else is none of ours, and must not reach a database that refuses some characters (PostgreSQL: NUL). */
export const isSessionId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

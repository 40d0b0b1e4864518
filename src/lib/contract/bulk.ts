/** Zod-free limits of the dashboard's list: the browser imports these values. */

/** Sessions that one bulk change takes. */
export const BULK_AT_MOST = 100;
/** Rows that one export holds. */
export const EXPORT_AT_MOST = 50_000;
/** Tags of one session. */
export const TAGS_AT_MOST = 20;
/** Rows that one export of the audit log holds. */
export const AUDIT_EXPORT_AT_MOST = 100_000;

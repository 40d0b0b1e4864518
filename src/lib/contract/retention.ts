import { z } from 'zod';

/** Days from a session's end; 0: with the next sweep; null: kept until the session is redacted. A hundred years is the most. */
const days = z.number().int().min(0).max(36_500).nullable();

const Days = z.strictObject({
	/** Selfies and liveness pictures. */
	selfieDays: days,
	/** Pictures of documents and proofs of address, with their heatmaps. */
	documentDays: days,
	/** Everything else of the person. */
	recordDays: days
});

/** How long an organization keeps what; null as a whole: the installation's own numbers. */
export const SaveRetentionInput = z.strictObject({
	days: Days.nullable(),
	/** The days that the page showed: what somebody else saved since is not written over. */
	seen: Days.optional()
});
export type SaveRetentionInput = z.infer<typeof SaveRetentionInput>;

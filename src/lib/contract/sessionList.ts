/** The dashboard's list of sessions: what it may be asked, and by which limits. */
import { z } from 'zod';
import { BULK_AT_MOST } from './bulk';
import { REASON_CODES } from './reasonCodes';
import { DOCUMENT_TYPES, ENVIRONMENTS, REVIEW_STATUSES, SESSION_STATUSES } from './slots';
import { text } from './text';

/** A word that a team writes on a session. */
export const Tag = text(40)
	.trim()
	.min(1)
	.regex(/^[^,\s](?:[^,\n]*[^,\s])?$/u);

export const SessionListFilter = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	status: z.enum(SESSION_STATUSES).optional(),
	reviewStatus: z.enum(REVIEW_STATUSES).optional(),
	documentType: z.enum(DOCUMENT_TYPES).optional(),
	/** ISO 3166-1 alpha-3, or a code of ICAO Doc 9303. */
	country: z
		.string()
		.regex(/^[A-Z]{1,3}$/)
		.optional(),
	reason: z.enum(REASON_CODES).optional(),
	/** A colleague's id; `nobody`: unassigned. */
	assignee: text(60).optional(),
	tag: Tag.optional(),
	/** Milliseconds; both ends count. */
	from: z.number().int().nonnegative().optional(),
	until: z.number().int().nonnegative().optional(),
	/** A session id, an externalUserId, names or a document number. */
	search: text(200).optional()
});
export type SessionListFilter = z.infer<typeof SessionListFilter>;

const sessionIds = z.array(z.uuid()).min(1).max(BULK_AT_MOST);
export const AssignInput = z.strictObject({
	sessionIds,
	userId: text(60).nullable(),
	/** Who had them as the page showed it; null: nobody. Without it they are given away whoever has them. */
	seen: text(60).nullable().optional()
});
export const TagInput = z.strictObject({ sessionIds, add: z.array(Tag).max(10), remove: z.array(Tag).max(10) });
export const SaveViewInput = z.strictObject({ name: text(60).trim().min(1), query: text(1000) });

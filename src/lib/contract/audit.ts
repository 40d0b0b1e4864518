/** The audit page: what it may be asked, and what it shows. */
import { z } from 'zod';
import { text } from './text';

export const AuditFilter = z.strictObject({
	/** A kind of actor (`applicant`), or the id of a person or an API key. */
	actor: text(60).optional(),
	/** `session.viewed`. */
	action: text(60).optional(),
	/** The id of what it was done to: a session, a picture, a key, a person. */
	subject: text(80).trim().optional(),
	/** Milliseconds; both ends count. */
	from: z.number().int().nonnegative().optional(),
	until: z.number().int().nonnegative().optional()
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const AuditListInput = z.strictObject({
	...AuditFilter.shape,
	cursor: text(200).optional(),
	limit: z.number().int().min(1).max(100).default(50)
});

/** `position:hash` of a link of the chain. */
const Checkpoint = z.string().regex(/^\d{1,10}:[0-9a-f]{64}$/);

export const AuditCheckInput = z.strictObject({
	/** Looks at what lies before this place of the chain; without it, at the chain's end. */
	before: z.number().int().min(2).optional(),
	/** An end of the chain that somebody saw before: the chain must still hold it. */
	held: Checkpoint.optional()
});

export interface AuditRowView {
	id: string;
	at: number;
	actorType: string;
	actorId: string | null;
	/** A colleague's address or a key's label, where the id is one of theirs. */
	actorName: string | null;
	action: string;
	sessionId: string | null;
	targetId: string | null;
	detail: Record<string, string | number | boolean | string[] | null>;
	/** Place in the chain; null: not taken up yet, which takes minutes. */
	position: number | null;
}

export interface AuditPage {
	rows: AuditRowView[];
	/** Down to which time everything was looked at, in ms. Null: to the oldest. */
	lookedBackTo: number | null;
	/** Null at the end. A page may be short, or empty, and still have a next one. */
	nextCursor: string | null;
}

export interface AuditChoices {
	colleagues: { id: string; name: string }[];
	keys: { id: string; name: string }[];
}

export interface AuditCheck {
	/** The stretch of the chain that was looked at; null where there is none. */
	stretch: { from: number; to: number; oldestAt: number | null } | null;
	/** Of all problems found, at most twenty. `eventId` only where the event is the organization's own. */
	problems: { kind: string; position: number | null; eventId: string | null }[];
	problemCount: number;
	/** The organization's own newest events that wait to be taken up. */
	waiting: number;
	/** The end of the chain; null where the chain is empty or an older stretch was asked for. */
	checkpoint: string | null;
	/** Asked for next as `before`; null: the chain's beginning was reached. */
	next: number | null;
}

import { and, eq, sql } from 'drizzle-orm';
import type { Environment, ReviewStatus, SessionStatus } from '$lib/contract/slots';
import { WEBHOOK_API_VERSION, type CompletedEvent, type ExtractionEvent } from '$lib/contract/webhooks';
import { q, type Step, type Tx } from '$lib/server/db';
import type { JsonObject } from '$lib/server/db/schema/types';
import { seal, type Clock, type Ids } from '$lib/server/platform';
import { selectDefault } from './defaults';
import { enqueueReady } from './turn';

type CommonPart =
	| 'id'
	| 'sequence'
	| 'createdAt'
	| 'apiVersion'
	| 'environment'
	| 'verificationSessionId'
	| 'externalUserId'
	| 'metadata'
	| 'status'
	| 'reviewStatus';

/** What an event says beyond the part that all events share. */
export type EventPayload = Omit<ExtractionEvent, CommonPart> | Omit<CompletedEvent, CommonPart>;

/** The session as the event tells it: after the change that the event announces. */
export interface EventSession {
	id: string;
	organizationId: string;
	environment: Environment;
	externalUserId: string | null;
	metadata: JsonObject;
	webhookUrl: string | null;
	status: SessionStatus;
	reviewStatus: ReviewStatus;
}

interface Announcement {
	session: EventSession;
	/** The unwrapped session key: the body goes with it when the session is redacted. */
	sessionKey: Buffer;
	payload: EventPayload;
}

/**
 * Records that something happened, in the caller's transaction: the exact bytes that every delivery will send, and the
 * delivery itself when there is a URL (the session's, or the organization's default) and no earlier event stands before this one.
 */
export function* append(
	tx: Tx,
	{ clock, ids }: { clock: Clock; ids: Ids },
	{ session, sessionKey, payload }: Announcement
): Step<{ id: string; sequence: number }> {
	const id = `evt_${ids.hex(16)}`;
	const createdAt = clock.now();
	const sequence = yield* nextSequence(tx, session);
	const { url, usesDefault } = yield* receiverOf(tx, session);
	const body = serialize(session, payload, { id, sequence, createdAt });
	yield* q(
		tx.db.insert(tx.t.webhookEvents).values({
			id,
			organizationId: session.organizationId,
			environment: session.environment,
			sessionId: session.id,
			sequence,
			type: payload.event,
			bodySealed: seal(sessionKey, body, bodyAad(id)),
			url,
			usesDefault,
			state: url === null ? 'none' : 'pending',
			createdAt
		})
	);
	if (url !== null) yield* enqueueReady(tx, { clock, ids }, session);
	return { id, sequence };
}

export const bodyAad = (eventId: string): string => `webhook|${eventId}`;

/** The session's own URL; without one the organization's default for this environment, as it stands now. */
function* receiverOf(tx: Tx, session: EventSession): Step<{ url: string | null; usesDefault: boolean }> {
	if (session.webhookUrl !== null) return { url: session.webhookUrl, usesDefault: false };
	const [fallback] = yield* q(selectDefault(tx, session.organizationId, session.environment));
	return { url: fallback?.url ?? null, usesDefault: fallback !== undefined };
}

/** Also locks the session's row, so that two events of one session take turns. */
function* nextSequence(tx: Tx, session: EventSession): Step<number> {
	const { verificationSessions } = tx.t;
	const rows = yield* q(
		tx.db
			.update(verificationSessions)
			.set({ sequence: sql`${verificationSessions.sequence} + 1` })
			.where(
				and(eq(verificationSessions.id, session.id), eq(verificationSessions.organizationId, session.organizationId))
			)
			.returning({ sequence: verificationSessions.sequence })
	);
	const row = rows[0];
	if (!row) throw new Error('A webhook event needs an existing session');
	return row.sequence;
}

function serialize(
	session: EventSession,
	{ event, ...specific }: EventPayload,
	{ id, sequence, createdAt }: { id: string; sequence: number; createdAt: number }
): Buffer {
	const body = {
		event,
		id,
		sequence,
		createdAt: new Date(createdAt).toISOString(),
		apiVersion: WEBHOOK_API_VERSION,
		environment: session.environment,
		verificationSessionId: session.id,
		externalUserId: session.externalUserId,
		metadata: session.metadata,
		status: session.status,
		reviewStatus: session.reviewStatus,
		...specific
	};
	return Buffer.from(JSON.stringify(body), 'utf8');
}

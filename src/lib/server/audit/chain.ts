import { createHmac } from 'node:crypto';
import { and, asc, between, desc, eq, gte, inArray, isNull } from 'drizzle-orm';
import { q, type Store, type Tx } from '$lib/server/db';
import { isUniqueViolation } from '$lib/server/db';
import type { Keyring, Logger } from '$lib/server/platform';

export type AuditRow = Tx['t']['auditEvents']['$inferSelect'];

const BATCH = 1_000;
/** An event dated further back than this before the chain's end is not taken up: it was not written when it says. */
const REACH_BACK_MS = 24 * 60 * 60_000;
/** Before the first link. */
export const GENESIS = '0'.repeat(64);

/** The key of the chain: whoever has the database alone can neither forge a link nor mend one. */
export const chainKey = (keyring: Keyring): Buffer => keyring.derive('audit chain');

/** Hash of one link: over the link before it and every column of its event. Hex. */
export function linkHash(key: Buffer, previous: string, row: AuditRow): string {
	const { id, organizationId, sessionId, actorType, actorId, action, targetId, detail, createdAt, sequence } = row;
	const said = [id, organizationId, sessionId, actorType, actorId, action, targetId, detail, createdAt];
	// Events from before there was a sequence keep the hash that they have.
	if (sequence !== 0) said.push(sequence);
	return createHmac('sha256', key)
		.update(`${previous}\n${JSON.stringify(said)}`)
		.digest('hex');
}

/**
 * Takes events that are not in the chain yet up into it, oldest first. Run now and then by one worker; where two run at once, one of
 * them adds nothing. Logs the chain's end: kept elsewhere, it is what shows a later truncation. Answers how many links were added.
 */
export async function linkAuditEvents(deps: { store: Store; keyring: Keyring; log: Logger }): Promise<number> {
	const key = chainKey(deps.keyring);
	let added = 0;
	let end = { position: 0, hash: GENESIS };
	for (;;) {
		const step = await addLinks(deps.store, key).catch((error: unknown) => {
			if (isUniqueViolation(error)) return null;
			throw error;
		});
		if (step === null) break;
		added += step.count;
		end = step.end;
		if (step.count < BATCH) break;
	}
	if (added > 0) deps.log.info({ checkpoint: `${end.position}:${end.hash}`, added }, 'audit chain extended');
	return added;
}

/** One batch of the same, for whoever wants to see what has just happened. Answers how many links were added. */
export const linkSomeEvents = async (deps: { store: Store; keyring: Keyring }): Promise<number> => {
	try {
		return (await addLinks(deps.store, chainKey(deps.keyring))).count;
	} catch (error) {
		if (isUniqueViolation(error)) return 0;
		throw error;
	}
};

const addLinks = (store: Store, key: Buffer) =>
	store.tx(function* (tx) {
		const { auditEvents, auditLinks, auditWaiting } = tx.t;
		const [last] = yield* q(
			tx.db
				.select({ position: auditLinks.position, hash: auditLinks.hash, createdAt: auditEvents.createdAt })
				.from(auditLinks)
				.leftJoin(auditEvents, eq(auditEvents.id, auditLinks.eventId))
				.orderBy(desc(auditLinks.position))
				.limit(1)
		);
		const oldest = (last?.createdAt ?? 0) - REACH_BACK_MS;
		const rows = yield* q(
			tx.db
				.select({ event: auditEvents, waits: auditWaiting })
				.from(auditWaiting)
				.innerJoin(auditEvents, eq(auditEvents.id, auditWaiting.eventId))
				.leftJoin(auditLinks, eq(auditLinks.eventId, auditWaiting.eventId))
				.where(
					and(isNull(auditLinks.position), gte(auditWaiting.createdAt, oldest), gte(auditEvents.createdAt, oldest))
				)
				.orderBy(asc(auditWaiting.createdAt), asc(auditWaiting.sequence), asc(auditWaiting.eventId))
				.limit(BATCH)
		);
		let end = { position: last?.position ?? 0, hash: last?.hash ?? GENESIS };
		const links = rows.map(({ event }) => {
			end = { position: end.position + 1, hash: linkHash(key, end.hash, event) };
			return { ...end, eventId: event.id };
		});
		const [first, final] = [rows[0]?.waits, rows.at(-1)?.waits];
		if (first && final) {
			yield* q(tx.db.insert(auditLinks).values(links));
			// By their ids: another that was written meanwhile may lie between these. The time alone uses the index.
			const taken = inArray(
				auditWaiting.eventId,
				links.map(({ eventId }) => eventId)
			);
			yield* q(
				tx.db.delete(auditWaiting).where(and(between(auditWaiting.createdAt, first.createdAt, final.createdAt), taken))
			);
		}
		return { count: links.length, end };
	});

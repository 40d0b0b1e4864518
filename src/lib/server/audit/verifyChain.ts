import { and, asc, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Store } from '$lib/server/db';
import type { Clock, Keyring } from '$lib/server/platform';
import { chainKey, GENESIS, linkHash } from './chain';

export interface ChainProblem {
	/**
	 * `altered`: a link, or its event, is not what was linked. `event_missing`: the event of a link is gone. `links_missing`: positions
	 * are. `not_linked`: an event that is old enough to be in the chain is not. `cut_off`: the chain ends before the checkpoint, or does
	 * not hold it.
	 */
	kind: 'altered' | 'event_missing' | 'links_missing' | 'not_linked' | 'cut_off';
	/** Where in the chain; null for an event that is not in it. */
	position: number | null;
	eventId: string | null;
}

export interface ChainReport {
	links: number;
	/** The chain's end as `position:hash`, to be kept elsewhere and asked for later. */
	checkpoint: string;
	problems: ChainProblem[];
}

const BATCH = 5_000;
/** The sweep links events within minutes; with workers down it may take longer. */
export const LINKED_WITHIN_MS = 60 * 60_000;

/**
 * Walks the whole chain and compares it with the audit log. One edit, deletion, insertion, move or cut is found and located; what follows
 * an altered link is judged by the stored hash, so that one alteration is one problem. A cut of the end needs a checkpoint to be seen.
 * @param checkpoint `position:hash`, as an earlier run or the log said it
 */
export async function verifyAuditChain(
	deps: { store: Store; keyring: Keyring; clock: Clock },
	checkpoint?: string
): Promise<ChainReport> {
	const key = chainKey(deps.keyring);
	const problems: ChainProblem[] = [];
	const held = checkpoint === undefined ? null : parseCheckpoint(checkpoint);
	let holdsCheckpoint = held === null;
	let [position, hash, links] = [0, GENESIS, 0];
	for (;;) {
		const batch = await nextLinks(deps.store, position);
		for (const { link, event } of batch) {
			if (link.position !== position + 1)
				problems.push({ kind: 'links_missing', position: position + 1, eventId: null });
			if (event === null) problems.push({ kind: 'event_missing', position: link.position, eventId: link.eventId });
			else if (link.position === position + 1 && linkHash(key, hash, event) !== link.hash)
				problems.push({ kind: 'altered', position: link.position, eventId: link.eventId });
			if (held?.position === link.position && held.hash === link.hash) holdsCheckpoint = true;
			[position, hash] = [link.position, link.hash];
			links += 1;
		}
		if (batch.length < BATCH) break;
	}
	if (held !== null && !holdsCheckpoint) problems.push({ kind: 'cut_off', position: held.position, eventId: null });
	for (const eventId of await unlinkedEvents(deps.store, deps.clock.now() - LINKED_WITHIN_MS))
		problems.push({ kind: 'not_linked', position: null, eventId });
	return { links, checkpoint: `${position}:${hash}`, problems };
}

const nextLinks = ({ db, t }: Store, after: number) =>
	db
		.select({ link: t.auditLinks, event: t.auditEvents })
		.from(t.auditLinks)
		.leftJoin(t.auditEvents, eq(t.auditEvents.id, t.auditLinks.eventId))
		.where(gt(t.auditLinks.position, after))
		.orderBy(asc(t.auditLinks.position))
		.limit(BATCH);

async function unlinkedEvents({ db, t }: Store, before: number): Promise<string[]> {
	const rows = await db
		.select({ id: t.auditEvents.id })
		.from(t.auditEvents)
		.leftJoin(t.auditLinks, eq(t.auditLinks.eventId, t.auditEvents.id))
		.where(and(isNull(t.auditLinks.position), lt(t.auditEvents.createdAt, before)))
		.orderBy(asc(t.auditEvents.createdAt))
		.limit(BATCH);
	return rows.map(({ id }) => id);
}

/** Throws a RangeError for what is not `position:hash`. */
export function parseCheckpoint(text: string): { position: number; hash: string } {
	const [, position, hash] = /^(\d{1,10}):([0-9a-f]{64})$/.exec(text) ?? [];
	if (position === undefined || hash === undefined) throw new RangeError('A checkpoint is position:hash');
	return { position: Number(position), hash };
}

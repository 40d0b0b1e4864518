import { and, desc, eq, lt } from 'drizzle-orm';
import type { AuditCheck } from '$lib/contract/audit';
import type { Store } from '$lib/server/db';
import type { Clock, Keyring } from '$lib/server/platform';
import { chainKey, GENESIS, linkHash } from './chain';
import { LINKED_WITHIN_MS, parseCheckpoint } from './verifyChain';

/** Links that one look walks over: some tens of milliseconds. */
export const STRETCH = 2_000;
const SHOWN_AT_MOST = 20;

/**
 * Walks over one stretch of the chain, which is that of the whole installation, and says what it covered. The whole of the chain is
 * walked by asking again with `next`, as `idb audit verify` does in one go. Of other organizations' events it tells their place alone.
 */
export async function checkStretch(
	deps: { store: Store; keyring: Keyring; clock: Clock },
	organizationId: string,
	{ before, held, length = STRETCH }: { before?: number | undefined; held?: string | undefined; length?: number }
): Promise<AuditCheck> {
	const { db, t } = deps.store;
	const newestFirst = await db
		.select({ link: t.auditLinks, event: t.auditEvents })
		.from(t.auditLinks)
		.leftJoin(t.auditEvents, eq(t.auditEvents.id, t.auditLinks.eventId))
		.where(before === undefined ? undefined : lt(t.auditLinks.position, before))
		.orderBy(desc(t.auditLinks.position))
		.limit(length + 1);
	const older = newestFirst.length > length ? newestFirst.pop() : undefined;
	const [end, rows] = [newestFirst[0], newestFirst.reverse()];
	const key = chainKey(deps.keyring);
	const problems: AuditCheck['problems'] = [];
	let [position, hash] = older ? [older.link.position, older.link.hash] : [0, GENESIS];
	for (const { link, event } of rows) {
		const eventId = event?.organizationId === organizationId ? event.id : null;
		const follows = link.position === position + 1;
		if (!follows) problems.push({ kind: 'links_missing', position: position + 1, eventId: null });
		if (event === null) problems.push({ kind: 'event_missing', position: link.position, eventId: null });
		else if (follows && linkHash(key, hash, event) !== link.hash)
			problems.push({ kind: 'altered', position: link.position, eventId });
		[position, hash] = [link.position, link.hash];
	}
	// The link before the stretch that was asked for must be the one that `before` follows.
	if (before !== undefined && end && end.link.position !== before - 1)
		problems.push({ kind: 'links_missing', position: end.link.position + 1, eventId: null });
	if (held !== undefined && !(await holds(deps.store, held)))
		problems.push({ kind: 'cut_off', position: parseCheckpoint(held).position, eventId: null });
	const { waiting, overdue } = before === undefined ? await ownNewest(deps, organizationId) : NOTHING_OPEN;
	for (const eventId of overdue) problems.push({ kind: 'not_linked', position: null, eventId });
	return {
		stretch: end
			? {
					from: rows[0]?.link.position ?? 1,
					to: end.link.position,
					oldestAt: rows.find(({ event }) => event !== null)?.event?.createdAt ?? null
				}
			: null,
		problems: problems.slice(0, SHOWN_AT_MOST),
		problemCount: problems.length,
		waiting,
		checkpoint: before === undefined && end ? `${end.link.position}:${end.link.hash}` : null,
		next: older ? older.link.position + 1 : null
	};
}

const NOTHING_OPEN = { waiting: 0, overdue: [] as string[] };

async function holds({ db, t }: Store, checkpoint: string): Promise<boolean> {
	const { position, hash } = parseCheckpoint(checkpoint);
	const rows = await db
		.select({ position: t.auditLinks.position })
		.from(t.auditLinks)
		.where(and(eq(t.auditLinks.position, position), eq(t.auditLinks.hash, hash)));
	return rows.length > 0;
}

/** Of the organization's newest events: how many wait to be taken up, and which should have been long ago. */
async function ownNewest({ store: { db, t }, clock }: { store: Store; clock: Clock }, organizationId: string) {
	const newest = await db
		.select({ id: t.auditEvents.id, at: t.auditEvents.createdAt, position: t.auditLinks.position })
		.from(t.auditEvents)
		.leftJoin(t.auditLinks, eq(t.auditLinks.eventId, t.auditEvents.id))
		.where(eq(t.auditEvents.organizationId, organizationId))
		.orderBy(desc(t.auditEvents.createdAt), desc(t.auditEvents.sequence))
		.limit(STRETCH);
	const open = newest.filter(({ position }) => position === null);
	const since = clock.now() - LINKED_WITHIN_MS;
	const overdue = open.filter(({ at }) => at < since).map(({ id }) => id);
	return { waiting: open.length - overdue.length, overdue };
}

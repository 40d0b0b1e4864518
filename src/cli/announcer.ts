/**
 * A process of the load and crash trials (scripts/load.mjs, scripts/crash.mjs): it announces events of sessions that exist, through
 * the outbox and in transactions like the pipeline's, without the seconds that pictures take. Talks to its parent by IPC:
 * `{ announce: sessionIds }` → `{ announced: { id, sessionId, sequence, at } }` for each event, once its commit is on disk.
 */
import { eq } from 'drizzle-orm';
import { createDeps, type Deps } from '$lib/server/deps';
import { loadConfig } from '$lib/server/platform';
import { append, type EventPayload } from '$lib/server/webhooks';

const EXTRACTION: EventPayload = {
	event: 'verification.extraction',
	slot: 'id_front',
	document: { type: 'passport', issuingState: 'UTO', side: 'front' },
	fields: {},
	mrz: null,
	barcode: null,
	quality: null,
	tamper: { score: 0, signals: [], regions: [] },
	heatmaps: []
};

const completed = (at: number): EventPayload => ({
	event: 'verification.completed',
	decision: {
		outcome: 'pending_review',
		reasons: [],
		decidedBy: 'policy',
		decidedAt: new Date(at).toISOString(),
		policyVersion: 0
	},
	checks: [],
	fields: {}
});

const deps = await createDeps(loadConfig(process.env), { name: 'announcer' });

async function announce(sessionId: string, payload: EventPayload): Promise<void> {
	const sessions = deps.store.t.verificationSessions;
	const [session] = await deps.store.db.select().from(sessions).where(eq(sessions.id, sessionId));
	if (!session?.wrappedKey) return;
	const sessionKey = deps.keyring.unwrap(session.wrappedKey, `session|${session.id}`);
	const { id, sequence } = await deps.store.tx((tx) =>
		append(tx, deps satisfies Deps, { session, sessionKey, payload })
	);
	process.send?.({ announced: { id, sessionId, sequence, at: Date.now() } });
}

process.on('message', (message: { announce?: string[] }) => {
	for (const sessionId of message.announce ?? [])
		announce(sessionId, EXTRACTION)
			.then(() => announce(sessionId, completed(deps.clock.now())))
			.catch((error: unknown) => process.stderr.write(`announcer: ${String(error)}\n`));
});
process.on('disconnect', () => void deps.close().then(() => process.exit(0)));
process.send?.('ready');

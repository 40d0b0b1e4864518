/** Sessions that wait for a person, without a model having run. For tests. */
import { eq } from 'drizzle-orm';
import type { CheckOutcome, Environment } from '$lib/contract/slots';
import { CreateSessionInput } from '$lib/contract/verification';
import { sealJson } from '$lib/server/platform';
import { createSession } from '../session/create';
import { openSessionKey } from '../session/sessionKey';
import { findSession } from '../session/sessionRepo';
import { passport, type World } from '../testing';

interface Waiting {
	organizationId?: string;
	environment?: Environment;
	/** What the check of the face came to; a failed one makes approval an override. */
	face?: CheckOutcome;
}

/** A passport was read, the policy left the decision to a person. A second passes before each, so that they have an order. */
export async function waitForPerson(world: World, change: Waiting = {}): Promise<string> {
	const { organizationId = 'org-a', environment = 'test', face = 'pass' } = change;
	const { deps } = world;
	const { db, t } = deps.store;
	deps.clock.advance(1000);
	const input = CreateSessionInput.parse({ webhookUrl: 'https://tenant.example/hook' });
	const { sessionId } = await createSession(deps, world.tenant({ organizationId, environment }), input);
	const [session] = await findSession(deps.store, organizationId, sessionId);
	if (!session) throw new Error('no session');
	const own = { organizationId, sessionId, createdAt: deps.clock.now() };
	const evidenceId = deps.ids.uuid();
	await db.insert(t.evidence).values({
		...{ id: evidenceId, ...own, slot: 'id_front', attempt: 1, state: 'accepted', mediaType: 'image/jpeg' },
		...{ sha256: 'ab', reasonCodes: [] }
	});
	await db.insert(t.analyses).values({
		...{ evidenceId, ...own, slot: 'id_front', templateSealed: null, modelHashes: {} },
		bodySealed: sealJson(openSessionKey(deps, session), passport(), `analysis|${evidenceId}`)
	});
	await db.insert(t.checkResults).values({
		...{ ...own, name: 'face_match', outcome: face, required: true, position: 0, score: '0.51', threshold: '0.43' },
		reasonCodes: face === 'fail' ? ['face_mismatch'] : []
	});
	await db.insert(t.decisions).values({
		...{ ...own, id: deps.ids.uuid(), outcome: 'pending_review', reasonCodes: ['manual_review_required'] },
		...{ decidedBy: 'policy', policyVersion: session.policyVersion }
	});
	await db
		.update(t.verificationSessions)
		.set({
			status: 'completed',
			reviewStatus: 'pending_review',
			submittedAt: own.createdAt,
			completedAt: own.createdAt
		})
		.where(eq(t.verificationSessions.id, sessionId));
	return sessionId;
}

import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import type { Environment } from '$lib/contract/slots';
import type { Store } from '$lib/server/db';
import type { JsonObject } from '$lib/server/db/schema/types';
import { createRunner, type RunnerOptions } from '$lib/server/jobs';
import { createKeyring, createLogger, systemIds, testClock, type Keyring } from '$lib/server/platform';
import { webhookJobs } from './deliver';
import { endpointKey } from './endpointKey';
import { append, type EventPayload, type EventSession } from './outbox';

export interface Received {
	headers: http.IncomingHttpHeaders;
	body: Buffer;
}

/** A tenant's endpoint on loopback: real HTTP, remembers what came, answers what the test says. */
export async function openReceiver(
	answer: (received: Received, nth: number) => http.RequestListener | number = () => 200
) {
	const received: Received[] = [];
	const server = http.createServer(async (request, response) => {
		const entry = { headers: request.headers, body: Buffer.concat(await request.toArray()) };
		received.push(entry);
		const reply = answer(entry, received.length);
		if (typeof reply === 'number') response.writeHead(reply).end(`answer ${reply}`);
		else reply(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/kyc`,
		received,
		close() {
			server.closeAllConnections();
			server.close();
		}
	};
}

interface SessionWish {
	webhookUrl?: string | null;
	webhookSecret?: string | null;
	environment?: Environment;
	metadata?: JsonObject;
}

/** Sessions, events and a worker's lane around a real database, with a clock that the test turns. */
export async function makeDeliveryWorld(store: Store, keyring: Keyring = createKeyring(randomBytes(32))) {
	const clock = testClock();
	const config = { webhookAllowLoopback: 'test' as const, webhookAllowCidrs: [] };
	const deps = { store, clock, ids: systemIds, log: createLogger({ level: 'silent', name: 'test' }), keyring, config };
	const organizationId = systemIds.uuid();
	await store.db.insert(store.t.organizations).values({ id: organizationId, name: 'Tenant', createdAt: clock.now() });

	async function makeSession(wish: SessionWish = {}): Promise<{ session: EventSession; sessionKey: Buffer }> {
		const session: EventSession = {
			id: systemIds.uuid(),
			organizationId,
			environment: wish.environment ?? 'test',
			externalUserId: 'user_123',
			metadata: wish.metadata ?? { campaign: 'q3' },
			webhookUrl: wish.webhookUrl ?? null,
			status: 'completed',
			reviewStatus: 'pending_review'
		};
		const { key, wrapped } = keyring.newKey(`session|${session.id}`);
		const secret = wish.webhookSecret ?? null;
		await store.db.insert(store.t.verificationSessions).values({
			...session,
			webhookSecretSealed: secret === null ? null : keyring.seal(Buffer.from(secret), `webhookSecret|${session.id}`),
			policyInput: {},
			policyVersion: 0,
			clientSecretHash: systemIds.hex(32),
			wrappedKey: wrapped,
			sequence: 0,
			createdAt: clock.now(),
			expiresAt: clock.now() + 86_400_000
		});
		return { session, sessionKey: key };
	}

	return {
		deps,
		clock,
		organizationId,
		operator: { organizationId, userId: 'operator' },
		scope: (environment: Environment = 'test') => ({
			...{ organizationId, environment },
			actor: { type: 'operator' as const, id: 'operator-1' }
		}),
		endpointId: (url: string) => endpointKey({ organizationId, environment: 'test', url }),
		makeSession,
		announce: (to: { session: EventSession; sessionKey: Buffer }, payload: EventPayload = completed()) =>
			store.tx((tx) => append(tx, deps, { ...to, payload })),
		lane: (options: Parameters<typeof webhookJobs>[1] = {}, runner: Partial<RunnerOptions> = {}) =>
			createRunner({ deps, lane: 'delivery', concurrency: 20, jobs: webhookJobs(deps, options), ...runner }),
		stateOf: async (eventId: string) =>
			(
				await store.db
					.select({ state: store.t.webhookEvents.state })
					.from(store.t.webhookEvents)
					.where(eq(store.t.webhookEvents.id, eventId))
			)[0]?.state
	};
}

export const extraction = (): EventPayload => ({
	event: 'verification.extraction',
	slot: 'id_front',
	document: { type: 'passport', issuingState: 'UTO', side: 'front' },
	fields: {},
	mrz: null,
	barcode: null,
	quality: null,
	tamper: { score: 0, signals: [], regions: [] },
	heatmaps: []
});

export const completed = (): EventPayload => ({
	event: 'verification.completed',
	decision: {
		outcome: 'pending_review',
		reasons: [],
		decidedBy: 'policy',
		decidedAt: '2026-01-15T12:00:00.000Z',
		policyVersion: 0
	},
	checks: [],
	fields: {}
});

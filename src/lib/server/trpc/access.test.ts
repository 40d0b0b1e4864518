import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '$lib/contract/policyDefaults';
import { CreateSessionInput } from '$lib/contract/verification';
import { MEMBER_ROLES, type MemberRole } from '$lib/contract/slots';
import { authorize, type Login } from '$lib/server/auth';
import { openTestStore } from '$lib/server/db/testing';
import { mintApiKey } from '$lib/server/organizations';
import { addMember } from '$lib/server/organizations/testing';
import { seal } from '$lib/server/platform';
import { createSession } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { appRouter, createCaller } from './router';

type Outcome = string;

interface Row {
	/** Who may call it; `applicant` needs the session's own cookie instead of a login. */
	may: readonly MemberRole[] | 'applicant';
	/** Input about the caller's own organization. */
	own: () => unknown;
	/** The same about another organization's thing; absent where the input names none. */
	foreign?: () => unknown;
	/** What a caller who may gets: `ok`, or the code that the made-up thing leads to. */
	gives?: Outcome;
}

const EVERYONE = MEMBER_ROLES;
const REVIEWERS = ['owner', 'admin', 'reviewer'] as const;
const ADMINS = ['owner', 'admin'] as const;
const { minimumAge, automaticApproval } = DEFAULT_POLICY;

let world: World;
const logins = {} as Record<MemberRole, Login>;
const ids = {
	session: '',
	foreignSession: '',
	secret: '',
	key: '',
	foreignKey: '',
	event: 'evt_own',
	foreignEvent: 'evt_foreign',
	endpoint: 'endpoint-own',
	foreignEndpoint: 'endpoint-foreign'
};

const decision = (sessionId: string) => ({
	...{ sessionId, outcome: 'approved', reasonCodes: [], seenReviewStatus: 'pending_review' }
});

const question = (sessionId: string) => ({
	...{ sessionId, slot: 'id_front', reasonCodes: ['image_blurred'], seenReviewStatus: 'pending_review' }
});
const correction = (sessionId: string) => ({ sessionId, name: 'documentNumber', value: 'X', seenValue: null });

const NEW_PASSKEY = {
	...{ id: 'x', rawId: 'x', type: 'public-key' },
	response: { clientDataJSON: 'x', attestationObject: 'x' }
};

/** What somebody without a second step reaches where one is asked for: their own login, to set it up. */
const ABOUT_ONESELF = /^(account|passkeys)\./;

/** Every procedure of the router has its row: a new one without a row fails the first test. */
const TABLE: Record<string, Row> = {
	'account.get': { may: EVERYONE, own: () => undefined },
	'account.changePassword': {
		may: EVERYONE,
		own: () => ({ current: 'x', next: 'long-enough-0' }),
		gives: 'LOGIN_FAILED'
	},
	'account.endLogin': { may: EVERYONE, own: () => ({ id: 'somebody-elses' }), gives: 'NOT_FOUND' },
	'account.endOtherLogins': { may: EVERYONE, own: () => undefined },
	'account.show': {
		may: EVERYONE,
		own: () => ({ organizationId: 'org-a' }),
		foreign: () => ({ organizationId: 'org-b' })
	},
	'account.beginSecondStep': { may: EVERYONE, own: () => ({ password: 'x' }), gives: 'LOGIN_FAILED' },
	'account.confirmSecondStep': { may: EVERYONE, own: () => ({ code: '000000' }), gives: 'LOGIN_FAILED' },
	'account.removeSecondStep': { may: EVERYONE, own: () => ({ password: 'x' }), gives: 'LOGIN_FAILED' },
	'account.newRecoveryCodes': { may: EVERYONE, own: () => ({ password: 'x' }), gives: 'LOGIN_FAILED' },
	'account.acknowledge': { may: EVERYONE, own: () => undefined },
	'passkeys.begin': { may: EVERYONE, own: () => ({ password: 'x' }), gives: 'LOGIN_FAILED' },
	'passkeys.add': { may: EVERYONE, own: () => ({ answer: NEW_PASSKEY }), gives: 'SESSION_EXPIRED' },
	'passkeys.rename': { may: EVERYONE, own: () => ({ id: 'somebody-elses', name: 'Mine' }), gives: 'NOT_FOUND' },
	'passkeys.remove': {
		may: EVERYONE,
		own: () => ({ id: 'somebody-elses', password: 'x' }),
		gives: 'LOGIN_FAILED'
	},
	'people.endSecondStep': {
		may: ['owner'],
		own: () => ({ userId: logins.viewer.userId }),
		foreign: () => ({ userId: 'user-b' }),
		gives: 'NOT_FOUND'
	},
	'people.saveSecondStepRule': { may: ['owner'], own: () => ({ required: false }) },
	'people.secondStepRule': { may: EVERYONE, own: () => undefined },
	'people.list': { may: EVERYONE, own: () => undefined },
	'people.invitations': { may: ADMINS, own: () => undefined },
	'people.invite': { may: ADMINS, own: () => ({ email: 'new@example.com', role: 'viewer' }) },
	'people.revokeInvitation': {
		may: ADMINS,
		own: () => ({ id: '00000000-0000-4000-8000-000000000000' }),
		foreign: () => ({ id: '00000000-0000-4000-8000-000000000001' }),
		gives: 'NOT_FOUND'
	},
	'people.setRole': {
		may: ADMINS,
		own: () => ({ userId: logins.viewer.userId, role: 'viewer' }),
		foreign: () => ({ userId: 'user-b', role: 'viewer' })
	},
	'people.remove': {
		may: ADMINS,
		own: () => ({ userId: 'nobody' }),
		foreign: () => ({ userId: 'user-b' }),
		gives: 'NOT_FOUND'
	},
	'people.resetLink': {
		may: ['owner'],
		own: () => ({ userId: logins.viewer.userId }),
		foreign: () => ({ userId: 'user-b' })
	},
	'apiKeys.list': { may: EVERYONE, own: () => undefined },
	'apiKeys.mint': { may: ADMINS, own: () => ({ environment: 'test', label: 'x' }) },
	'apiKeys.rotate': {
		may: ADMINS,
		own: () => ({ keyId: ids.key, overlapHours: 24 }),
		foreign: () => ({ keyId: ids.foreignKey, overlapHours: 24 })
	},
	'apiKeys.revoke': { may: ADMINS, own: () => ({ keyId: ids.key }), foreign: () => ({ keyId: ids.foreignKey }) },
	'requests.search': { may: EVERYONE, own: () => ({ environment: 'test' }) },
	'applicant.progress': {
		may: 'applicant',
		own: () => ({ sessionId: ids.session }),
		foreign: () => ({ sessionId: ids.foreignSession })
	},
	'organizations.branding': { may: EVERYONE, own: () => undefined },
	'organizations.saveBranding': { may: ADMINS, own: () => ({ name: 'Organization A', accent: null }) },
	'audit.check': { may: ADMINS, own: () => ({}) },
	'audit.choices': { may: ADMINS, own: () => undefined },
	'audit.list': { may: ADMINS, own: () => ({}) },
	'insight.read': { may: EVERYONE, own: () => ({ environment: 'test', days: 30 }) },
	'organizations.current': { may: EVERYONE, own: () => undefined },
	'organizations.embedOrigins': { may: EVERYONE, own: () => ({ environment: 'live' }) },
	'organizations.saveEmbedOrigins': {
		may: ADMINS,
		own: () => ({ environment: 'test', origins: ['https://shop.example'] })
	},
	'organizations.reviewTimes': { may: EVERYONE, own: () => undefined },
	'organizations.saveReviewTimes': { may: ADMINS, own: () => ({ times: null }) },
	'policies.dryRun': {
		may: ADMINS,
		own: () => ({ environment: 'test', policy: { minimumAge, automaticApproval } })
	},
	'policies.get': { may: EVERYONE, own: () => ({ environment: 'live' }) },
	'policies.save': {
		may: ADMINS,
		own: () => ({ environment: 'test', policy: { minimumAge, automaticApproval } })
	},
	'policies.versions': { may: EVERYONE, own: () => ({ environment: 'live' }) },
	'retention.get': { may: EVERYONE, own: () => undefined },
	'retention.save': { may: ADMINS, own: () => ({ days: null }) },
	'review.askAgain': {
		may: REVIEWERS,
		own: () => question(ids.session),
		foreign: () => question(ids.foreignSession),
		gives: 'REVIEW_CONFLICT'
	},
	'review.link': {
		may: REVIEWERS,
		own: () => ({ sessionId: ids.session }),
		foreign: () => ({ sessionId: ids.foreignSession }),
		gives: 'REVIEW_CONFLICT'
	},
	'review.claim': {
		may: REVIEWERS,
		own: () => ({ sessionId: ids.session }),
		foreign: () => ({ sessionId: ids.foreignSession })
	},
	'review.correctField': {
		may: REVIEWERS,
		own: () => correction(ids.session),
		foreign: () => correction(ids.foreignSession),
		gives: 'REVIEW_CONFLICT'
	},
	'review.decide': {
		may: REVIEWERS,
		own: () => decision(ids.session),
		foreign: () => decision(ids.foreignSession),
		gives: 'REVIEW_CONFLICT'
	},
	'review.next': {
		may: REVIEWERS,
		own: () => ({ environment: 'test', from: ids.session }),
		foreign: () => ({ environment: 'test', from: ids.foreignSession })
	},
	'review.queue': { may: EVERYONE, own: () => ({ environment: 'test' }) },
	'review.release': {
		may: REVIEWERS,
		own: () => ({ sessionId: ids.session }),
		foreign: () => ({ sessionId: ids.foreignSession })
	},
	'review.standing': {
		may: EVERYONE,
		own: () => ({ sessionId: ids.session }),
		foreign: () => ({ sessionId: ids.foreignSession })
	},
	'sessions.get': {
		may: EVERYONE,
		own: () => ({ sessionId: ids.session }),
		foreign: () => ({ sessionId: ids.foreignSession })
	},
	'sessions.assign': {
		may: REVIEWERS,
		own: () => ({ sessionIds: [ids.session], userId: null }),
		foreign: () => ({ sessionIds: [ids.foreignSession], userId: null })
	},
	'sessions.choices': { may: EVERYONE, own: () => ({ environment: 'test' }) },
	'sessions.removeView': {
		may: EVERYONE,
		own: () => ({ id: '00000000-0000-4000-8000-000000000000' }),
		foreign: () => ({ id: '00000000-0000-4000-8000-000000000001' }),
		gives: 'NOT_FOUND'
	},
	'sessions.saveView': { may: EVERYONE, own: () => ({ name: 'Mine', query: 'tag=vip' }) },
	'sessions.tag': {
		may: REVIEWERS,
		own: () => ({ sessionIds: [ids.session], add: ['vip'], remove: [] }),
		foreign: () => ({ sessionIds: [ids.foreignSession], add: ['vip'], remove: [] })
	},
	'sessions.views': { may: EVERYONE, own: () => undefined },
	'sessions.list': { may: EVERYONE, own: () => ({ environment: 'test' }) },
	'webhooks.removeDefault': { may: ADMINS, own: () => ({ environment: 'live' }) },
	'webhooks.resendRange': {
		may: REVIEWERS,
		own: () => ({ environment: 'test', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' })
	},
	'webhooks.resume': {
		may: ADMINS,
		own: () => ({ endpointId: ids.endpoint }),
		foreign: () => ({ endpointId: ids.foreignEndpoint })
	},
	'webhooks.saveDefault': {
		may: ADMINS,
		own: () => ({ environment: 'test', url: 'https://tenant.example/', secret: 'long-enough-to-sign' })
	},
	'webhooks.events': { may: EVERYONE, own: () => ({ environment: 'test' }) },
	'webhooks.event': {
		may: EVERYONE,
		own: () => ({ eventId: ids.event }),
		foreign: () => ({ eventId: ids.foreignEvent })
	},
	'webhooks.showBody': {
		may: EVERYONE,
		own: () => ({ eventId: ids.event }),
		foreign: () => ({ eventId: ids.foreignEvent })
	},
	'webhooks.sendTest': {
		may: ADMINS,
		// Saved for live nowhere: it sends nothing.
		own: () => ({ environment: 'live', type: 'verification.completed' }),
		foreign: () => ({ environment: 'test', type: 'verification.completed', endpointId: ids.foreignEndpoint }),
		gives: 'NOT_FOUND'
	},
	'webhooks.settings': { may: EVERYONE, own: () => ({ environment: 'test' }) },
	'webhooks.resend': {
		may: REVIEWERS,
		own: () => ({ environment: 'test', eventId: ids.event }),
		foreign: () => ({ environment: 'test', eventId: ids.foreignEvent }),
		gives: 'VALIDATION_FAILED'
	}
};

beforeAll(async () => {
	world = await makeWorld(await openTestStore());
	for (const role of MEMBER_ROLES) logins[role] = await addMember(world.deps, 'org-a', role);
	for (const organizationId of ['org-a', 'org-b']) {
		const tenant = world.tenant({ organizationId });
		const { sessionId, clientSecret } = await createSession(world.deps, tenant, CreateSessionInput.parse({}));
		const owner = authorize(world.operator({ organizationId }), 'administer');
		const { id } = await mintApiKey(world.deps, owner, { environment: 'test', label: organizationId });
		const own = organizationId === 'org-a';
		Object.assign(
			ids,
			own ? { session: sessionId, secret: clientSecret, key: id } : { foreignSession: sessionId, foreignKey: id }
		);
		const { db, t } = world.deps.store;
		await db.insert(t.webhookEndpoints).values({
			...{ id: own ? ids.endpoint : ids.foreignEndpoint, organizationId, environment: 'test' },
			...{ url: 'https://tenant.example/', failures: 0, pausedAt: 1, createdAt: 1 }
		});
		const eventId = own ? ids.event : ids.foreignEvent;
		const [row] = await db.select().from(t.verificationSessions).where(eq(t.verificationSessions.id, sessionId));
		const sessionKey = world.deps.keyring.unwrap(row?.wrappedKey ?? Buffer.alloc(0), `session|${sessionId}`);
		const bodySealed = seal(sessionKey, Buffer.from('{}'), `webhook|${eventId}`);
		await db.insert(t.webhookEvents).values({
			...{ id: eventId, organizationId, environment: 'test', sessionId, sequence: 1 },
			...{ type: 'verification.completed', bodySealed, url: null, state: 'none', createdAt: 1 }
		});
	}
});
afterAll(() => world.close());

/** Calls a procedure as this person: `ok`, or the code of the one error table. */
async function call(
	path: string,
	input: unknown,
	who: { login?: Login; shown?: string; cookies?: Record<string, string> }
) {
	const caller = createCaller({
		deps: world.deps,
		requestId: 'r',
		login: who.login ?? null,
		shown: who.shown ?? null,
		cookie: (name) => who.cookies?.[name]
	});
	const procedure = path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller) as (
		input: unknown
	) => Promise<unknown>;
	return procedure(input).then(
		(answer) => ({ outcome: 'ok', body: JSON.stringify(answer) ?? '' }),
		(error: { message: string }) => ({ outcome: error.message, body: '' })
	);
}

describe('who may call what', () => {
	it('has a row for every procedure, and no row for one that is gone', () => {
		expect(Object.keys(TABLE).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
	});

	for (const [path, row] of Object.entries(TABLE)) {
		const refusal = row.may === 'applicant' ? 'CLIENT_SECRET_INVALID' : 'LOGIN_REQUIRED';

		it(`${path}: nobody unknown`, async () => {
			expect((await call(path, row.own(), {})).outcome).toBe(refusal);
		});

		for (const role of MEMBER_ROLES)
			it(`${path}: ${role}`, async () => {
				const expected =
					row.may === 'applicant' ? refusal : row.may.includes(role) ? (row.gives ?? 'ok') : 'ROLE_INSUFFICIENT';
				const { outcome, body } = await call(path, row.own(), { login: logins[role] });
				expect(outcome).toBe(expected);
				for (const id of [ids.foreignSession, ids.foreignKey, ids.foreignEvent, ids.foreignEndpoint, 'org-b'])
					expect(body).not.toContain(id);
			});

		if (row.may !== 'applicant')
			it(`${path}: ${ABOUT_ONESELF.test(path) ? 'open' : 'closed'} to members who lack the second step that is asked for`, async () => {
				// Passwords may be guessed only so often.
				world.deps.clock.advance(17 * 60_000);
				for (const role of MEMBER_ROLES) {
					const { outcome, body } = await call(path, row.own(), {
						login: { ...logins[role], secondStepMissing: true }
					});
					if (ABOUT_ONESELF.test(path)) expect(outcome).not.toBe('SECOND_STEP_REQUIRED');
					else expect({ outcome, body }).toEqual({ outcome: 'SECOND_STEP_REQUIRED', body: '' });
				}
			});

		if (row.foreign && row.may !== 'applicant')
			for (const role of row.may)
				it(`${path}: ${role} of another organization finds nothing`, async () => {
					expect((await call(path, row.foreign?.(), { login: logins[role] })).outcome).toBe('NOT_FOUND');
				});
	}

	it('a page that shows another organization than the login session reads and changes nothing of this one', async () => {
		for (const [path, row] of Object.entries(TABLE)) {
			if (row.may === 'applicant') continue;
			const { outcome, body } = await call(path, row.own(), { login: logins.owner, shown: 'org-b' });
			if (ABOUT_ONESELF.test(path)) expect(outcome).not.toBe('ORGANIZATION_SWITCHED');
			else expect({ path, outcome, body }).toEqual({ path, outcome: 'ORGANIZATION_SWITCHED', body: '' });
		}
		expect((await call('sessions.views', undefined, { login: logins.owner, shown: 'org-a' })).outcome).toBe('ok');
	});

	it('applicants read their own session by their cookie, and no other by it', async () => {
		const cookies = {
			[`kyc_applicant_${ids.session}`]: ids.secret,
			[`kyc_applicant_${ids.foreignSession}`]: ids.secret
		};
		expect((await call('applicant.progress', { sessionId: ids.session }, { cookies })).outcome).toBe('ok');
		expect((await call('applicant.progress', { sessionId: ids.foreignSession }, { cookies })).outcome).toBe(
			'CLIENT_SECRET_INVALID'
		);
	});

	it('refused input names its fields and nothing else', async () => {
		expect((await call('sessions.get', { sessionId: 'x' }, { login: logins.owner })).outcome).toBe('VALIDATION_FAILED');
	});

	it('leaves the foreign things as they were', async () => {
		const { db, t } = world.deps.store;
		const [key] = await db.select().from(t.organizationApiKeys).where(eq(t.organizationApiKeys.id, ids.foreignKey));
		expect(key?.revokedAt).toBeNull();
	});
});

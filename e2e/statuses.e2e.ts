import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { mintKeys } from '../scripts/lib/client/operator.mjs';
import { openHostedUrl, until, type CreatedSession } from '../scripts/lib/client/tenant.mjs';
import { documented, expectDocumented, type DocumentedOperation } from './fixtures/documented';
import { JSON_TYPE, openStatusWorld, type StatusWorld } from './fixtures/statusWorld';
import { expect, test } from './fixtures/test';

/** One call: what stands in the path's braces, and what goes with it. Credentials are the caller's own unless it names others. */
interface Call {
	at?: Record<string, string>;
	query?: string;
	init?: RequestInit;
	/** Of the applicant's session. */
	secret?: string;
}
type Make = (world: StatusWorld) => Call | Promise<Call>;
type Send = (world: StatusWorld, operation: DocumentedOperation, good: Make) => Promise<Response>;
interface Row {
	/** A call as it should be. */
	good: Make;
	/** How each other status comes about. */
	rows: Record<number, Send>;
}

const BREAKS = { tenant: 'organization_api_keys', applicant: 'verification_sessions', dashboard: 'login_sessions' };
const NOTHING = '00000000-0000-4000-8000-000000000000';
const body = (value: object, method = 'POST'): RequestInit => ({
	method,
	headers: JSON_TYPE,
	body: JSON.stringify(value)
});

/** The address of a call, with the credentials that its caller has. */
async function send(world: StatusWorld, operation: DocumentedOperation, call: Call): Promise<Response> {
	const headers = new Headers(call.init?.headers);
	if (!headers.has('authorization') && !headers.has('cookie')) {
		if (operation.caller === 'tenant') headers.set('authorization', `Bearer ${world.keys.secretKey}`);
		if (operation.caller === 'applicant') headers.set('authorization', `Bearer ${call.secret}`);
		if (operation.caller === 'dashboard') headers.set('cookie', world.operator.cookie);
	}
	return fetch(addressOf(world.site.origin, operation, call), { method: operation.method, ...call.init, headers });
}

const addressOf = (origin: string, { path }: DocumentedOperation, { at = {}, query = '' }: Call): string =>
	origin + path.replace(/\{(\w+)\}/g, (_, name: string) => at[name] ?? NOTHING) + query;

/** The good call with something changed. */
const changed =
	(change: (call: Call, world: StatusWorld) => Call | Promise<Call>): Send =>
	async (world, operation, good) =>
		send(world, operation, await change(await good(world), world));
const withHeaders = (headers: Record<string, string>): Send =>
	changed((call) => ({ ...call, init: { ...call.init, headers: { ...JSON_TYPE, ...headers } } }));

const asIs: Send = changed((call) => call);
const stranger = withHeaders({ authorization: 'Bearer nobody' });
const loggedOut = withHeaders({ cookie: 'kyc_session=nobody' });
const keyTooLong = withHeaders({ 'idempotency-key': 'x'.repeat(256) });
const tooLarge = changed((call) => ({ ...call, init: { ...call.init, body: Buffer.alloc(20_000_000, ' ') } }));
/** Where no body is wanted. */
const bodyTooLarge = changed((call) => ({
	...call,
	init: { ...call.init, headers: JSON_TYPE, body: Buffer.alloc(300_000, ' ') }
}));
const unknownField = changed((call) => ({
	...call,
	init: { ...call.init, headers: JSON_TYPE, body: JSON.stringify({ nickname: 'x' }) }
}));
const unknownParameter = changed((call) => ({ ...call, query: '?nickname=x' }));
const elsewhere = changed((call) => ({
	...call,
	at: { eventId: `evt_${'0'.repeat(32)}` },
	query: call.query && `?sessionId=${NOTHING}`
}));
const liveKey = changed((call, { live }) => ({
	...call,
	init: { ...call.init, headers: { ...JSON_TYPE, authorization: `Bearer ${live.secretKey}` } }
}));
const byViewer = changed((call, { viewer }) => ({
	...call,
	init: { ...call.init, headers: { ...JSON_TYPE, cookie: viewer.cookie } }
}));
const byForeigner = changed((call, { stranger }) => ({
	...call,
	init: { ...call.init, headers: { ...JSON_TYPE, cookie: stranger.cookie } }
}));
const fromElsewhere = withHeaders({ origin: 'https://elsewhere.example' });

/** A key's second call within ten seconds, where it has one. */
const overLimit: Send = async ({ limited }, operation) => {
	const { secretKey } = await mintKeys(limited.ownerElsewhere());
	const authorization = `Bearer ${secretKey}`;
	expect((await fetch(`${limited.site.origin}/api/verification/sessions`, { headers: { authorization } })).status).toBe(
		200
	);
	const reply = await fetch(addressOf(limited.site.origin, operation, {}), {
		method: operation.method,
		headers: { authorization }
	});
	expectLimitFields(reply);
	return reply;
};

/** One session's or address's calls until there are too many. */
const flooded =
	(most: number): Send =>
	async (world, operation, good) => {
		const call = await good(world);
		for (let count = 0; count <= most; count++) {
			const reply = await send(world, operation, { ...call, init: { ...call.init, body: '{' } });
			if (reply.status === 429) {
				expectLimitFields(reply);
				return reply;
			}
			await expectDocumented(operation, reply);
		}
		throw new Error(`${most} calls are not too many`);
	};

function expectLimitFields({ headers }: Response): void {
	expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
	expect(headers.get('ratelimit')).toMatch(/^"\w+";r=0;t=\d+$/);
	expect(headers.get('ratelimit-policy')).toMatch(/^"\w+";q=\d+;w=\d+$/);
}

/** The good call on a session that has just been canceled, or whose time has just run out. */
const onCanceled = changed(async (call, world) => {
	const headers = { authorization: `Bearer ${world.keys.secretKey}` };
	const address = `${world.site.origin}/api/verification/sessions/${call.at?.id}/cancel`;
	expect((await fetch(address, { method: 'POST', headers })).status).toBe(200);
	return call;
});
const onExpired = changed((call, { database }) => {
	database.prepare('UPDATE verification_sessions SET expires_at = 1 WHERE id = ?').run(call.at?.id);
	return call;
});
const onDecided = changed((call, { played }) => ({ ...call, at: { id: played.sessionId } }));

const onRedacted = changed(async (call, world) => {
	const { sessionId } = await world.createSession();
	const headers = { authorization: `Bearer ${world.keys.secretKey}` };
	const address = `${world.site.origin}/api/verification/sessions/${sessionId}/redact`;
	expect((await fetch(address, { method: 'POST', headers })).status).toBe(200);
	return { ...call, at: { id: sessionId } };
});

/** A session of its own for every call. */
const withSession =
	(init?: RequestInit): Make =>
	async (world) => ({ at: { id: (await world.createSession()).sessionId }, ...(init ? { init } : {}) });

const applicantOf = ({ sessionId, clientSecret }: CreatedSession, more: Partial<Call> = {}): Call => ({
	at: { id: sessionId, slot: 'id_front' },
	secret: clientSecret,
	...more
});
const asApplicant =
	(init?: RequestInit): Make =>
	async (world) =>
		applicantOf(await world.createSession(), init ? { init } : {});
/** The same after consent. */
const afterConsent =
	(init: RequestInit | ((world: StatusWorld) => RequestInit), input: object = {}): Make =>
	async (world) => {
		const session = await world.createSession(input);
		expect((await (await openHostedUrl(world.site.origin, session)).consent()).status).toBe(200);
		return applicantOf(session, { init: typeof init === 'function' ? init(world) : init });
	};
const withoutConsent: Send = async (world, operation, good) => {
	const { init } = await good(world);
	return send(world, operation, applicantOf(await world.createSession(), init ? { init } : {}));
};

/** A document alone, read and ready to be submitted. */
const complete: Make = async (world) => {
	const session = await world.createSession({ policy: { require: { selfie: false, liveness: false, idBack: false } } });
	const applicant = await openHostedUrl(world.site.origin, session);
	expect((await applicant.consent()).status).toBe(200);
	expect((await applicant.upload('id_front', world.passport)).status).toBe(202);
	await until('the passport, read', async () => {
		const { step, waiting } = await applicant.progress();
		return (step === 'submit' && !waiting) || undefined;
	});
	return applicantOf(session);
};

/** A challenge, and twenty pictures that answer it in form. */
const burst: Make = async (world) => {
	const call = await afterConsent({ method: 'PUT' })(world);
	const asked = await fetch(`${world.site.origin}/api/verification/sessions/${call.at?.id}/liveness/challenge`, {
		...body({}),
		headers: { ...JSON_TYPE, authorization: `Bearer ${call.secret}` }
	});
	const { challenge, actions } = await asked.json();
	const frames = Array.from({ length: (actions.length + 1) * 5 }, (_, index) => ({
		atMs: index * 200,
		step: Math.floor(index / 5)
	}));
	const form = new FormData();
	form.append('burst', JSON.stringify({ challenge, frames }));
	for (const { atMs } of frames)
		form.append('frame', new File([new Uint8Array(world.smallJpeg)], `${atMs}.jpg`, { type: 'image/jpeg' }));
	return { ...call, init: { method: 'PUT', body: form } };
};

/** A session at whose second screen a phone waits, and the number that both show. */
const asking: Make = async (world) => {
	const session = await world.createSession();
	const authorization = `Bearer ${session.clientSecret}`;
	const made = await fetch(`${world.site.origin}/api/verification/sessions/${session.sessionId}/handoff`, {
		...body({ confirm: true }),
		headers: { ...JSON_TYPE, authorization }
	});
	const { code } = await made.json();
	const redeemed = await fetch(`${world.site.origin}/api/verification/sessions/handoff/redeem`, body({ code }));
	const { number } = await redeemed.json();
	return applicantOf(session, { init: body({ number, same: true }) });
};

const byKey = { 401: stranger, 429: overLimit };
const whileOpen = { 409: onCanceled, 410: onExpired };
const minted: Make = async ({ operator }) => ({
	at: { orgId: operator.organizationId, keyId: (await mintKeys(operator)).id }
});

const TABLE: Record<string, Row> = {
	createSession: { good: () => ({ init: body({}) }), rows: { 201: asIs, 413: tooLarge, 422: unknownField, ...byKey } },
	listSessions: { good: () => ({}), rows: { 200: asIs, 422: unknownParameter, ...byKey } },
	getSession: {
		good: ({ played }) => ({ at: { id: played.sessionId } }),
		rows: { 200: asIs, 404: elsewhere, ...byKey }
	},
	cancelSession: {
		good: withSession(),
		rows: { 200: asIs, 404: elsewhere, 409: onDecided, 410: onExpired, 413: bodyTooLarge, 422: unknownField, ...byKey }
	},
	redactSession: {
		good: withSession(),
		rows: { 200: asIs, 404: elsewhere, 413: bodyTooLarge, 422: keyTooLong, ...byKey }
	},
	replaceLink: {
		good: withSession(),
		rows: { 200: asIs, 404: elsewhere, 413: bodyTooLarge, 422: unknownField, ...whileOpen, ...byKey }
	},
	readArtifact: {
		good: ({ played }) => ({ at: { id: played.sessionId, artifactId: played.artifactId } }),
		rows: { 200: asIs, 404: elsewhere, ...byKey }
	},
	listEvents: {
		good: ({ played }) => ({ query: `?sessionId=${played.sessionId}` }),
		rows: { 200: asIs, 404: elsewhere, 422: unknownParameter, ...byKey }
	},
	resendEvent: {
		good: ({ played }) => ({ at: { eventId: played.eventId } }),
		rows: {
			202: asIs,
			404: elsewhere,
			409: changed((call, { pausedEventId }) => ({ ...call, at: { eventId: pausedEventId } })),
			413: bodyTooLarge,
			422: unknownField,
			...byKey
		}
	},
	resendEvents: {
		good: () => ({ init: body({ from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }) }),
		rows: { 202: asIs, 413: tooLarge, 422: unknownField, ...byKey }
	},
	listScenarios: { good: () => ({}), rows: { 200: asIs, 403: liveKey, ...byKey } },
	runScenario: {
		good: withSession(body({ scenario: 'document_expired' })),
		rows: { 202: asIs, 403: liveKey, 404: elsewhere, 413: tooLarge, 422: unknownField, ...whileOpen, ...byKey }
	},
	readScenarioRun: {
		good: ({ played }) => ({ at: { id: played.sessionId } }),
		rows: { 200: asIs, 403: liveKey, 404: elsewhere, ...byKey }
	},
	sandboxEvents: {
		good: () => ({ query: '?wait=0' }),
		rows: { 200: asIs, 403: liveKey, 422: unknownParameter, ...byKey }
	},
	readProgress: { good: asApplicant(), rows: { 200: asIs, 401: stranger } },
	openEmbedded: {
		good: async (world) => asApplicant(body({ publishableKey: world.keys.publishableKey }))(world),
		rows: { 200: asIs, 401: stranger, 422: unknownField }
	},
	giveConsent: {
		good: asApplicant(body({ textVersion: '2026-11', locale: 'en' })),
		rows: { 200: asIs, 401: stranger, 422: unknownField, ...whileOpen }
	},
	submitEvidence: {
		good: afterConsent(({ passport }) => ({
			body: new Uint8Array(passport),
			headers: { 'content-type': 'image/jpeg' }
		})),
		rows: {
			202: asIs,
			401: stranger,
			409: withoutConsent,
			410: onExpired,
			413: tooLarge,
			422: unknownField,
			429: flooded(60)
		}
	},
	createLivenessChallenge: {
		good: afterConsent(body({})),
		rows: { 201: asIs, 401: stranger, 409: withoutConsent, 410: onExpired, 422: unknownField, 429: flooded(120) }
	},
	submitLivenessFrames: {
		good: burst,
		rows: {
			202: asIs,
			401: stranger,
			409: withoutConsent,
			410: onExpired,
			413: tooLarge,
			422: unknownField,
			429: flooded(60)
		}
	},
	takeLivenessAlternative: {
		good: afterConsent(body({ reason: 'no_camera' })),
		rows: { 200: asIs, 401: stranger, 409: withoutConsent, 410: onExpired, 422: unknownField, 429: flooded(120) }
	},
	reportClientError: {
		good: asApplicant(body({ code: 'network_lost', step: 'id_front' })),
		rows: { 200: asIs, 401: stranger, 422: unknownField, ...whileOpen, 429: flooded(30) }
	},
	submitSession: { good: complete, rows: { 200: asIs, 401: stranger, 409: withoutConsent, 410: onExpired } },
	createHandoff: {
		good: asApplicant(body({})),
		rows: { 201: asIs, 401: stranger, 422: unknownField, ...whileOpen, 429: flooded(30) }
	},
	confirmHandoff: {
		good: asking,
		rows: { 200: asIs, 401: stranger, 422: unknownField, ...whileOpen }
	},
	takeOver: { good: asApplicant(), rows: { 200: asIs, 401: stranger } },
	followProgress: { good: asApplicant(), rows: { 200: asIs, 401: stranger } },
	mintApiKey: {
		good: ({ operator }) => ({
			at: { orgId: operator.organizationId },
			init: body({ environment: 'test', label: `row ${randomUUID()}` })
		}),
		rows: { 201: asIs, 401: loggedOut, 403: byViewer, 404: byForeigner, 422: unknownField }
	},
	listApiKeys: {
		good: ({ operator }) => ({ at: { orgId: operator.organizationId } }),
		rows: { 200: asIs, 401: loggedOut, 404: byForeigner }
	},
	revokeApiKey: { good: minted, rows: { 200: asIs, 401: loggedOut, 403: fromElsewhere, 404: byForeigner } },
	readArtifactInDashboard: {
		good: ({ played }) => ({ at: { id: played.sessionId, artifactId: played.artifactId } }),
		rows: { 200: asIs, 401: loggedOut, 404: byForeigner }
	},
	readPortraitInDashboard: {
		good: ({ played }) => ({ at: { id: played.sessionId } }),
		rows: { 200: asIs, 401: loggedOut, 404: byForeigner }
	},
	readLivenessFrameInDashboard: {
		good: ({ played }) => ({ at: { id: played.sessionId, evidenceId: played.recordingId, number: '0' } }),
		rows: { 200: asIs, 401: loggedOut, 404: byForeigner }
	},
	exportDecisionBundle: {
		good: ({ played }) => ({ at: { id: played.sessionId } }),
		rows: { 200: asIs, 401: loggedOut, 403: byViewer, 404: byForeigner, 409: onRedacted }
	},
	health: {
		good: () => ({}),
		rows: {
			200: asIs,
			503: async (world, operation, good) => {
				const pictures = join(world.site.dataDir, 'blobs');
				renameSync(pictures, `${pictures}.away`);
				try {
					return await asIs(world, operation, good);
				} finally {
					renameSync(`${pictures}.away`, pictures);
				}
			}
		}
	},
	live: { good: () => ({}), rows: { 200: asIs } },
	openapi: { good: () => ({}), rows: { 200: asIs } },
	// Last: it ends with an address that has called too often.
	redeemHandoff: {
		good: async (world) => {
			const session = await world.createSession();
			const made = await fetch(`${world.site.origin}/api/verification/sessions/${session.sessionId}/handoff`, {
				method: 'POST',
				headers: { authorization: `Bearer ${session.clientSecret}` }
			});
			return { init: body({ code: (await made.json()).code }) };
		},
		rows: {
			200: asIs,
			403: fromElsewhere,
			410: changed((call) => ({ ...call, init: body({ code: 'x'.repeat(32) }) })),
			422: unknownField,
			429: async (world, operation) => {
				for (let count = 0; count <= 30; count++) {
					const reply = await send(world, operation, { init: body({ code: 'x'.repeat(32) }) });
					if (reply.status === 429) return reply;
					await expectDocumented(operation, reply);
				}
				throw new Error('30 calls are not too many');
			}
		}
	}
};

/** Documented, and not to be brought about here; each with its reason. */
const UNPROVOKED: Record<string, string> = {
	'createSession 409': 'IDEMPOTENCY_IN_PROGRESS needs two transactions at once: SQLite has one at a time',
	'redactSession 409': 'the same',
	'resendEvents 409': 'the same',
	'health 500': 'whatever fails inside is told as 503',
	'live 500': 'touches nothing that could fail',
	'openapi 500': 'touches nothing that could fail'
};

test.describe('Every documented status of every endpoint', () => {
	test.describe.configure({ mode: 'default' });
	let world: StatusWorld;
	test.beforeAll(async ({}, testInfo) => {
		testInfo.setTimeout(300_000);
		world = await openStatusWorld();
	});
	test.afterAll(() => world?.close());

	test('has a row below, or a reason; and nothing else has', () => {
		const promised = documented.flatMap(({ id, responses }) =>
			Object.keys(responses).map((status) => `${id} ${status}`)
		);
		const provoked = Object.entries(TABLE).flatMap(([id, { rows }]) =>
			Object.keys(rows).map((status) => `${id} ${status}`)
		);
		const broken = documented.map(({ id }) => `${id} 500`).filter((name) => !(name in UNPROVOKED));
		expect([...provoked, ...broken, ...Object.keys(UNPROVOKED)].sort()).toEqual(promised.sort());
	});

	for (const [id, { good, rows }] of Object.entries(TABLE)) {
		test(`${id}: ${Object.keys(rows).join(', ')}`, async () => {
			const operation = documented.find((one) => one.id === id);
			if (!operation) throw new Error(`${id} is not documented`);
			// As written: what has called too often comes last.
			const ordered = Object.entries(rows).sort(([a], [b]) => Number(a === '429') - Number(b === '429'));
			for (const [status, provoke] of ordered) {
				const reply = await provoke(world, operation, good);
				expect([id, reply.status, reply.status < 400 ? '' : await reply.clone().text()]).toEqual([
					id,
					Number(status),
					expect.any(String)
				]);
				await expectDocumented(operation, reply);
			}
		});
	}

	test('500: the same envelope from every operation while a table is gone, and the site works again with it', async () => {
		for (const operation of documented) {
			if (`${operation.id} 500` in UNPROVOKED) continue;
			const row = TABLE[operation.id];
			// Codes are redeemed no more for this minute: the count comes before the code.
			const call = operation.id === 'redeemHandoff' ? { init: body({ code: 'x'.repeat(32) }) } : await row?.good(world);
			const table = operation.caller === 'anyone' ? 'rate_limit_counters' : BREAKS[operation.caller];
			world.database.exec(`ALTER TABLE ${table} RENAME TO gone`);
			try {
				const reply = await send(world, operation, call ?? {});
				expect([operation.id, reply.status]).toEqual([operation.id, 500]);
				await expectDocumented(operation, reply);
			} finally {
				world.database.exec(`ALTER TABLE gone RENAME TO ${table}`);
			}
		}
		await world.createSession();
	});
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEMBER_ROLES, type MemberRole } from '$lib/contract/slots';
import { CreateSessionInput } from '$lib/contract/verification';
import type { Login } from '$lib/server/auth';
import { openTestStore } from '$lib/server/db/testing';
import { addMember } from '$lib/server/organizations/testing';
import { createSession } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';

/** The dashboard's own addresses outside of tRPC. */
type Handler = (event: unknown) => Promise<Response>;
const FILES = import.meta.glob<Record<string, Handler>>([
	'/src/routes/api/dashboard/**/+server.ts',
	'/src/routes/[(]dashboard[)]/**/+server.ts'
]);
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const EVERYONE = MEMBER_ROLES;
const REVIEWERS = ['owner', 'admin', 'reviewer'] as const;
const ADMINS = ['owner', 'admin'] as const;
const NOBODYS = '00000000-0000-4000-8000-000000000000';

interface Row {
	may: readonly MemberRole[];
	/** What the address names of the caller's own organization. */
	own: () => Record<string, string>;
	/** The same of another organization; absent where the address names nothing. */
	foreign?: () => Record<string, string>;
	/** What whoever may gets for their own. */
	gives: number;
}

const ids = { own: '', foreign: '' };
const ofSession = (more: Record<string, string> = {}) => ({
	own: () => ({ id: ids.own, ...more }),
	foreign: () => ({ id: ids.foreign, ...more })
});
const ofOrganization = (more: Record<string, string> = {}) => ({
	own: () => ({ orgId: 'org-a', ...more }),
	foreign: () => ({ orgId: 'org-b', ...more })
});
const DASHBOARD = '/src/routes/(dashboard)/dashboard';

/** Every method of every such file has its row: a new one without a row fails the first test. */
const TABLE: Record<string, Row> = {
	'GET /src/routes/api/dashboard/sessions/[id]/bundle': { may: REVIEWERS, ...ofSession(), gives: 200 },
	'GET /src/routes/api/dashboard/sessions/[id]/liveness/[evidenceId]/frames/[number]': {
		...{ may: EVERYONE, gives: 404 },
		...ofSession({ evidenceId: NOBODYS, number: '1' })
	},
	'GET /src/routes/api/dashboard/sessions/[id]/portrait': { may: EVERYONE, ...ofSession(), gives: 404 },
	'GET /src/routes/api/dashboard/sessions/[id]/artifacts/[artifactId]': {
		...{ may: EVERYONE, gives: 404 },
		...ofSession({ artifactId: NOBODYS })
	},
	'GET /src/routes/api/dashboard/organizations/[orgId]/api-keys': { may: EVERYONE, ...ofOrganization(), gives: 200 },
	'POST /src/routes/api/dashboard/organizations/[orgId]/api-keys': { may: ADMINS, ...ofOrganization(), gives: 201 },
	'DELETE /src/routes/api/dashboard/organizations/[orgId]/api-keys/[keyId]': {
		...{ may: ADMINS, gives: 404 },
		...ofOrganization({ keyId: NOBODYS })
	},
	[`GET ${DASHBOARD}/audit/export`]: { may: ADMINS, own: () => ({}), gives: 200 },
	[`GET ${DASHBOARD}/sessions/export`]: { may: REVIEWERS, own: () => ({}), gives: 200 },
	[`GET ${DASHBOARD}/insight/export`]: { may: EVERYONE, own: () => ({}), gives: 200 }
};

describe('who may take what from the dashboard’s files', () => {
	let world: World;
	const logins = {} as Record<MemberRole, Login>;
	beforeAll(async () => {
		world = await makeWorld(await openTestStore());
		for (const role of MEMBER_ROLES) logins[role] = await addMember(world.deps, 'org-a', role);
		const make = async (organizationId: string) =>
			(await createSession(world.deps, world.tenant({ organizationId }), CreateSessionInput.parse({}))).sessionId;
		Object.assign(ids, { own: await make('org-a'), foreign: await make('org-b') });
		await Promise.all(Object.values(FILES).map((load) => load()));
	}, 120_000);
	afterAll(() => world.close());

	async function ask(row: string, role: MemberRole, params: Record<string, string>) {
		const [method = '', path = ''] = row.split(' ');
		const handler = (await FILES[`${path}/+server.ts`]?.())?.[method];
		if (!handler) throw new Error(`no ${row}`);
		const url = new URL('http://localhost:3000/?environment=test');
		const body = method === 'POST' ? JSON.stringify({ environment: 'test', label: 'made by a test' }) : null;
		const locals = { deps: world.deps, requestId: 'r', login: logins[role] };
		const response = await handler({ locals, params, url, request: new Request(url, { method, body }) });
		return { status: response.status, text: await textOf(response) };
	}

	/** Lines that are streamed as they are read come as words, not as bytes. */
	async function textOf({ body }: Response): Promise<string> {
		let text = '';
		const reader: ReadableStreamDefaultReader<unknown> | undefined = body?.getReader();
		for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
			text += part.value instanceof Uint8Array ? new TextDecoder().decode(part.value) : String(part.value);
		return text;
	}

	it('has a row for every method of every file, and none for one that is gone', async () => {
		const found = await Promise.all(
			Object.entries(FILES).map(async ([file, load]) =>
				Object.keys(await load())
					.filter((name) => METHODS.includes(name))
					.map((method) => `${method} ${file.replace('/+server.ts', '')}`)
			)
		);
		expect(found.flat().sort()).toEqual(Object.keys(TABLE).sort());
	});

	for (const [name, row] of Object.entries(TABLE))
		for (const role of MEMBER_ROLES)
			it(`${name}: ${role}`, async () => {
				const may = row.may.includes(role);
				const own = await ask(name, role, row.own());
				expect(own.status).toBe(may ? row.gives : 403);
				expect(own.text).not.toContain(ids.foreign);
				if (!row.foreign) return;
				const foreign = await ask(name, role, row.foreign());
				// Of an organization that is not theirs nobody learns even which role they would need.
				expect([403, 404]).toContain(foreign.status);
				if (may) expect(foreign.status).toBe(404);
				expect(foreign.text).not.toContain('sk_');
			});
});

import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Login } from '$lib/server/auth';
import { openTestStore } from '$lib/server/db/testing';
import { addMember } from '$lib/server/organizations/testing';
import { makeWorld, type World } from '$lib/server/verification/testing';

/** What the dashboard's own addresses answer, outside of tRPC: every file of the route tree that a login opens. */
type Handler = (event: unknown) => Promise<Response>;
const FILES = Object.entries(import.meta.glob<Record<string, Handler>>('/src/routes/**/+server.ts')).filter(([file]) =>
	/^\/src\/routes\/(api\/dashboard|\(dashboard\))\//.test(file)
);
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

describe('where an organization asks for a second step', () => {
	let world: World;
	let owner: Login;
	beforeAll(async () => {
		world = await makeWorld(await openTestStore());
		owner = await addMember(world.deps, 'org-a', 'owner');
		// The first of them brings most of the server along: no test's own time.
		await Promise.all(FILES.map(([, load]) => load()));
	}, 120_000);
	afterAll(() => world.close());

	async function ask(handler: Handler, method: string, required: boolean) {
		const { db, t } = world.deps.store;
		await db.update(t.organizations).set({ secondStepRequired: required }).where(eq(t.organizations.id, 'org-a'));
		const url = new URL('http://localhost:3000/');
		const body = method === 'GET' ? null : '{}';
		const response = await handler({
			locals: { deps: world.deps, requestId: 'r', login: { ...owner, secondStepMissing: required } },
			params: { orgId: 'org-a', keyId: 'x', id: 'x', artifactId: 'x', evidenceId: 'x', number: '1' },
			request: new Request(url, { method, body }),
			url
		});
		const json = response.headers.get('content-type')?.includes('json') === true && response.status >= 400;
		return { status: response.status, text: json ? await response.text() : '' };
	}

	it('there are such addresses', () => expect(FILES.length).toBeGreaterThan(6));

	for (const [file, load] of FILES)
		it(`${file} gives nothing to a member without one, and asks nobody else for one`, async () => {
			const handlers = Object.entries(await load()).filter(([name]) => METHODS.includes(name));
			expect(handlers.length).toBeGreaterThan(0);
			for (const [method, handler] of handlers) {
				const refused = await ask(handler, method, true);
				expect(refused.status).toBe(403);
				expect(JSON.parse(refused.text)).toMatchObject({ ok: false, error: { code: 'SECOND_STEP_REQUIRED' } });
				expect((await ask(handler, method, false)).text).not.toContain('SECOND_STEP_REQUIRED');
			}
		});
});

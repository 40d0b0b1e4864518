import { devices } from '@playwright/test';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { idb, logIn, played } from './fixtures/played';
import { expect, test } from './fixtures/test';
import { cleanAtEverySize } from './fixtures/violations';

test.use({ ...devices['Desktop Chrome'] });

test('the list of sessions and a session are clean by axe and never scroll sideways at any size, in light and dark', async ({
	page,
	origin
}) => {
	test.setTimeout(300_000);
	const person = await signUp(origin, 'Every Size House');
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	const { sessionId } = await backend.createSession({ externalUserId: 'user_of_a_long_name_'.repeat(6) });
	const id = await played(backend, 'tampered_text', { externalUserId: 'user_4711' });
	await logIn(page, person);
	const tagged = await page.request.post(`${origin}/api/trpc/sessions.tag`, {
		headers: { origin },
		data: {
			json: {
				sessionIds: [id, sessionId],
				add: ['follow up'],
				remove: []
			}
		}
	});
	expect(tagged.ok()).toBe(true);
	await cleanAtEverySize(page, [
		{ url: `${origin}/dashboard/sessions`, shows: 'follow up' },
		{ url: `${origin}/dashboard/sessions/${id}`, shows: 'follow up' }
	]);
});

test('the report of a session is clean by axe and never scrolls sideways at any size, on the screen and on paper', async ({
	page,
	origin
}) => {
	test.setTimeout(300_000);
	const person = await signUp(origin, 'Paper House');
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	const id = await played(backend, 'minor', { externalUserId: 'user_4711' });
	await logIn(page, person);
	const report = { url: `${origin}/dashboard/sessions/${id}/print`, shows: 'user_4711' };
	await cleanAtEverySize(page, [report]);
	await page.emulateMedia({ media: 'print' });
	await cleanAtEverySize(page, [report]);
});

test('login, an invitation and the forgotten password are clean by axe and never scroll sideways at any size', async ({
	page,
	origin,
	dataDir
}) => {
	const person = await signUp(origin, 'Doors House');
	await logIn(page, person);
	const invited = await page.request.post(`${origin}/api/trpc/people.invite`, {
		headers: { origin },
		data: { json: { email: `new-${Date.now()}@example.com`, role: 'viewer' } }
	});
	const invitation = /"url":"([^"]+)"/.exec(await invited.text())?.[1] ?? '';
	expect(invitation, await invited.text()).not.toBe('');
	const made = await idb({ DATA_DIR: dataDir, ORIGIN: origin }, 'users', 'reset', person.email);
	const reset = /https?:\S+/.exec(made.output)?.[0] ?? '';
	await page.context().clearCookies();
	await cleanAtEverySize(page, [
		{ url: `${origin}/login`, shows: 'Log in' },
		{ url: invitation, shows: 'Doors House' },
		{ url: `${origin}/invite/not-a-link`, shows: 'link' },
		{ url: reset, shows: person.email },
		{ url: `${origin}/reset/not-a-link`, shows: 'link' }
	]);
});

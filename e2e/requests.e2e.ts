import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { devices } from '@playwright/test';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { tenant, until } from '../scripts/lib/client/tenant.mjs';
import { throwAwaySite } from '../scripts/lib/client/throwAwaySite.mjs';
import { logIn } from './fixtures/played';
import { cleanAtEverySize } from './fixtures/violations';
import { expect, test } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'] });

test('a key is rotated without a refused call; each call is found by its request id, with its key and its error; no body is kept', async ({
	page,
	origin
}) => {
	const person = await signUp(origin, 'Request House');
	const { secretKey } = await mintKeys(person);
	const before = tenant(origin, secretKey);
	await logIn(page, person);
	await page.goto(`${origin}/dashboard/requests`);
	await expect(page.getByText('Your backend has not asked for anything yet')).toBeVisible();

	await page.goto(`${origin}/dashboard/settings/api-keys`);
	await page.getByRole('button', { name: 'Rotate backend-dev' }).click();
	await page.getByRole('button', { name: 'Make the new pair' }).click();
	const dialog = page.getByRole('dialog');
	const shown = dialog.getByText(/^sk_test_[0-9a-f]{56}$/);
	const after = tenant(origin, (await shown.textContent()) ?? '');
	await dialog.getByRole('button', { name: /stored/i }).click();

	const sessionId = (await before.createSession({ externalUserId: MARKER, metadata: { note: MARKER } })).sessionId;
	expect((await after.call(`sessions/${sessionId}?${MARKER}=1`)).status).toBe(200);
	const refused = await before.call(`sessions/${MARKER}`);
	expect(refused.status).toBe(404);
	const requestId = refused.headers.get('x-request-id') ?? '';

	await page.goto(`${origin}/dashboard/requests`);
	// Written a moment after the answer.
	await until('three calls in the log', async () => {
		await page.reload();
		return (await page.locator('tbody tr').count()) === 3 || undefined;
	});
	await expect(page.getByRole('row', { name: 'POST /api/verification/sessions' })).toContainText('201');
	await page.getByLabel('Request id or session id').fill(sessionId);
	await page.getByRole('button', { name: 'Search', exact: true }).click();
	await expect(page.locator('tbody tr')).toHaveCount(2);
	await page.getByLabel('Request id or session id').fill(requestId);
	await page.getByLabel('Answer').selectOption('Refused (4xx)');
	await page.getByRole('button', { name: 'Search', exact: true }).click();
	await expect(page).toHaveURL(/answer=refused/);
	await expect(page.locator('tbody tr')).toHaveCount(1);
	await expect(page.getByRole('link', { name: 'NOT_FOUND' })).toHaveAttribute('href', '/docs/errors/NOT_FOUND');
	expect(await page.locator('tbody').textContent()).not.toContain(MARKER);

	await cleanAtEverySize(page, [{ url: `${origin}/dashboard/requests`, shows: requestId }]);
});

test('the request log holds nothing of what was sent, and is whole after a stop', async () => {
	test.setTimeout(120_000);
	const dataDir = mkdtempSync(join(tmpdir(), 'idb-requests-'));
	try {
		const site = await throwAwaySite({ root: process.cwd(), dataDir });
		const backend = tenant(site.origin, (await mintKeys(await signUp(site.origin))).secretKey);
		const ids: string[] = [];
		for (let n = 0; n < 20; n++) {
			const listed = await backend.call(`sessions?externalUserId=${MARKER}`, { headers: { 'user-agent': MARKER } });
			const headers = { 'content-type': 'application/json' };
			const refused = await backend.call('sessions', { method: 'POST', headers, body: `{"${MARKER}":"${MARKER}"}` });
			for (const reply of [listed, refused, await backend.call(`sessions/${MARKER}`)])
				ids.push(reply.headers.get('x-request-id') ?? '');
		}
		await site.stop();
		const files = readdirSync(dataDir).filter((name) => /\.(db|log)/.test(name));
		const bytes = files.map((name) => readFileSync(join(dataDir, name), 'latin1')).join('');
		expect(ids.filter((id) => !bytes.includes(id))).toEqual([]);
		expect(bytes).toContain('/api/verification/sessions/{id}');
		expect(bytes).not.toContain(MARKER);
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
});

/** Nothing of a person, but it goes where such things would. */
const MARKER = 'marker-7d1f0c';

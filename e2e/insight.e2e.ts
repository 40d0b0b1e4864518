import { devices, type Page } from '@playwright/test';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { openHostedUrl, tenant } from '../scripts/lib/client/tenant.mjs';
import { logIn } from './fixtures/played';
import { expect, test } from './fixtures/test';
import { cleanAtEverySize } from './fixtures/violations';

test.use({ ...devices['Desktop Chrome'] });

async function downloaded(page: Page, link: string): Promise<string> {
	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: link }).click();
	let file = '';
	for await (const part of await (await downloading).createReadStream()) file += String(part);
	return file;
}

test('the audit log: a look at a session is found by who, what and id, its raw form opened, and all of it taken away', async ({
	page,
	origin
}) => {
	const person = await signUp(origin, 'Listing House');
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	const { sessionId } = await backend.createSession({ externalUserId: 'user_one' });
	await backend.createSession({ externalUserId: 'user_two' });
	await logIn(page, person);
	await page.goto(`${origin}/dashboard/sessions/${sessionId}`);
	await page.getByRole('link', { name: 'Audit' }).click();
	const log = page.getByRole('table', { name: 'Audit log' });
	await expect(log.getByText('Session viewed')).toBeVisible();
	await expect(log.getByText('Session created')).toHaveCount(2);
	await expect(log.getByText('soon')).toHaveCount(0);
	await expect(page.getByRole('region', { name: 'Is the log as it was written?' }).getByRole('status')).toContainText(
		/are as they were written|taken up within minutes/
	);

	const filter = page.getByRole('form', { name: 'Filter the audit log' });
	await filter.getByLabel('Session, picture, key or person (id)').fill(sessionId);
	await filter.getByLabel('Who').selectOption(person.email);
	await page.keyboard.press('Tab');
	await filter.getByRole('button', { name: 'Apply' }).click();
	await expect(page).toHaveURL(new RegExp(`subject=${sessionId}`));
	await expect(log.getByText('Session created')).toHaveCount(0);
	await log.getByRole('row').nth(1).getByText('Raw').click();
	await expect(log.getByText(`"sessionId": "${sessionId}"`)).toBeVisible();

	const lines = (await downloaded(page, 'Export JSON lines, signed')).trim().split('\n');
	expect(lines).toHaveLength(2);
	expect(lines[0]).toContain('session.viewed');
	expect(JSON.parse(lines[1] ?? '')).toMatchObject({ rows: 1, whole: true });
	expect((await downloaded(page, 'Export CSV')).split('\r\n')[0]).toContain('"action"');
	await filter.getByRole('link', { name: 'Show everything' }).click();
	await expect(log.getByText('Audit log export finished')).toHaveCount(2);

	await cleanAtEverySize(page, [{ url: `${origin}/dashboard/audit`, shows: 'Session viewed' }]);
	await filter.getByLabel('Session, picture, key or person (id)').fill('‮no such 🪪 id');
	await filter.getByRole('button', { name: 'Apply' }).click();
	await expect(page.getByText('No event matches these filters')).toBeVisible();
	await page.goto(`${origin}/dashboard/audit?from=yesterday&until=9999-99-99&actor=%00&action=${'x'.repeat(999)}`);
	await expect(page.getByRole('heading', { name: 'Audit', exact: true })).toBeVisible();
});

test('the figures: what has just happened is counted, said exactly, by keyboard as by eye, and in a file', async ({
	page,
	origin
}) => {
	const person = await signUp(origin, 'Counting House');
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	await logIn(page, person);
	await page.goto(`${origin}/dashboard/insight`);
	await expect(page.getByText('No session was created in these days')).toBeVisible();

	const sessions = [];
	for (let index = 0; index < 20; index++) sessions.push(await backend.createSession());
	for (const session of sessions.slice(0, 5)) {
		const applicant = await openHostedUrl(origin, session);
		await applicant.call('consent', {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'user-agent': 'Mozilla/5.0 (Linux; Android 15; K) Chrome/140.0.0.0 Mobile Safari/537.36'
			},
			body: JSON.stringify({ textVersion: '2026-11', locale: 'en' })
		});
	}
	await backend.cancel(sessions[6]?.sessionId ?? '');
	await page.goto(`${origin}/dashboard`);
	await page.getByRole('link', { name: 'Insight' }).click();
	const funnel = page.getByRole('table', { name: 'Funnel' });
	await expect(funnel.getByRole('row', { name: /^Created/ })).toContainText('20100 %');
	await expect(funnel.getByRole('row', { name: /^Consent given/ })).toContainText('525 %');
	await expect(page.getByText('1 were canceled and 0 expired')).toBeVisible();
	const devices = page.getByRole('table', { name: 'Drop-off by device' });
	await expect(devices.getByRole('row', { name: /^Phone/ })).toContainText('too few');
	await expect(
		page.getByRole('table', { name: 'Drop-off by browser' }).getByRole('row', { name: /^Chrome/ })
	).toBeVisible();

	const day = page.getByRole('slider', { name: 'Day' });
	await expect(day).toHaveAttribute('aria-valuetext', /20 created, 0 of them decided/);
	await day.focus();
	await page.keyboard.press('ArrowLeft');
	await expect(day).toHaveAttribute('aria-valuetext', /: 0 created/);
	await page.keyboard.press('End');
	await expect(page.getByText(/20 created, 0 of them decided/)).toBeVisible();

	await page.getByRole('link', { name: '7 days', exact: true }).click();
	await expect(page).toHaveURL(/days=7/);
	await expect(funnel.getByRole('row', { name: /^Created/ })).toContainText('20');
	const file = await downloaded(page, 'Export CSV');
	expect(file).toContain('"funnel","consented","5"');
	expect(file).toContain('"device","phone|consented","5"');
	await cleanAtEverySize(page, [{ url: `${origin}/dashboard/insight`, shows: 'Drop-off by browser' }]);
	await page.goto(`${origin}/dashboard/insight?environment=live&days=minus-one`);
	await expect(page.getByText('No session was created in these days')).toBeVisible();
});

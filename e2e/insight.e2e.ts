import { devices, type Page } from '@playwright/test';
import { mintKeys, signUp, type Operator } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { expect, test } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'] });

const cookieOf = ({ cookie, origin }: Operator) => {
	const [name = '', value = ''] = cookie.split('=');
	return { name, value, url: origin };
};

async function downloaded(page: Page, link: string): Promise<string> {
	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: link }).click();
	let file = '';
	for await (const part of await (await downloading).createReadStream()) file += String(part);
	return file;
}

test('the audit log: a look at a session is found by who, what and id, its raw form opened, and all of it taken away', async ({
	page,
	context,
	origin
}) => {
	const person = await signUp(origin, 'Listing House');
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	const { sessionId } = await backend.createSession({ externalUserId: 'user_one' });
	await backend.createSession({ externalUserId: 'user_two' });
	await context.addCookies([cookieOf(person)]);
	await page.goto(`${origin}/dashboard/sessions/${sessionId}`);
	await page.getByRole('link', { name: 'Audit' }).click();
	const log = page.getByRole('table', { name: 'Audit log' });
	await expect(log.getByText('Session viewed')).toBeVisible();
	await expect(log.getByText('Session created')).toHaveCount(2);
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

	await filter.getByLabel('Session, picture, key or person (id)').fill('‮no such 🪪 id');
	await filter.getByRole('button', { name: 'Apply' }).click();
	await expect(page.getByText('No event matches these filters')).toBeVisible();
	await page.goto(`${origin}/dashboard/audit?from=yesterday&until=9999-99-99&actor=%00&action=${'x'.repeat(999)}`);
	await expect(page.getByRole('heading', { name: 'Audit', exact: true })).toBeVisible();
});

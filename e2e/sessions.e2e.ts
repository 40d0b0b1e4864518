import { join } from 'node:path';
import { devices } from '@playwright/test';
import Database from 'better-sqlite3';
import { logInAs, mintKeys, seededOwner, signUp } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { idb, logIn } from './fixtures/played';
import { expect, test } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'] });

test('the list: several sessions are tagged and assigned at once, found again by a saved view, and exported', async ({
	page,
	origin
}) => {
	const person = await signUp(origin, 'Listing House');
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	for (const name of ['one', 'two', 'three']) await backend.createSession({ externalUserId: `user_${name}` });
	await logIn(page, person);
	await page.goto(`${origin}/dashboard/sessions`);
	for (const name of ['one', 'two']) await page.getByRole('checkbox', { name: `Choose user_${name}` }).check();
	const bulk = page.getByRole('region', { name: 'Change the chosen sessions' });
	await expect(bulk.getByText('2 chosen')).toBeVisible();
	await bulk.getByLabel('Tag').fill('follow up');
	await bulk.getByRole('button', { name: 'Add tag' }).click();
	await expect(page.getByRole('cell').getByText('follow up')).toHaveCount(2);
	await bulk.getByLabel('Assign to').selectOption(person.email);
	await expect(page.getByRole('cell', { name: person.email })).toHaveCount(2);

	await page.getByText('More filters').click();
	await page.getByLabel('Tag', { exact: true }).first().selectOption('follow up');
	await page.getByRole('button', { name: 'Apply' }).click();
	await expect(page).toHaveURL(/tag=follow\+up/);
	await expect(page.getByText('user_three')).toHaveCount(0);
	await page.getByText('Save this view').click();
	await page.getByLabel('Name of the view').fill('To call');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByRole('link', { name: 'To call' })).toBeVisible();

	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Export CSV' }).click();
	const stream = await (await downloading).createReadStream();
	let csv = '';
	for await (const part of stream) csv += String(part);
	expect(csv.trim().split('\r\n')).toHaveLength(3);
	expect(csv).toContain('"follow up"');

	await page.goto(`${origin}/dashboard/sessions`);
	await page.getByLabel('Name, number, user id or session id').fill('user_three');
	await page.keyboard.press('Enter');
	await expect(page.getByText('user_one')).toHaveCount(0);
	await page.getByRole('link', { name: 'To call' }).click();
	await expect(page.getByText('user_one')).toBeVisible();
	await page.getByText('Columns').click();
	await page.getByLabel('Assignee').last().uncheck();
	await expect(page.getByRole('cell', { name: person.email })).toHaveCount(0);
	await page.reload();
	await expect(page.getByText('user_one')).toBeVisible();
	await expect(page.getByRole('columnheader', { name: 'Assignee' })).toHaveCount(0);
});

test('the list: looks on by itself until it has what fits or has seen everything, and says so no sooner', async ({
	page,
	origin,
	dataDir
}) => {
	const seeded = await idb({ DATA_DIR: dataDir }, 'seed', '--sessions', '4000', '--days', '60');
	const { email, password } = seededOwner(seeded.output);
	const person = { origin, cookie: await logInAs(origin, email, password) };
	const db = new Database(join(dataDir, 'idbeyond.db'));
	const mine = `organization_id = (select organization_id from memberships join users on users.id = user_id where email = ?)`;
	const oldest = db
		.prepare(`select id from verification_sessions where ${mine} order by created_at limit 1`)
		.get(email) as { id: string };
	db.prepare(
		`update verification_sessions set assignee_id = (select users.id from users where email = ? and verification_sessions.id <> ?)
		where ${mine}`
	).run(email, oldest.id, email);
	db.close();
	await logIn(page, person);
	await page.goto(`${origin}/dashboard/sessions?assignee=nobody`);
	await expect(page.getByRole('row')).toHaveCount(2);
	await expect(page.locator(`a[href="/dashboard/sessions/${oldest.id}"]`)).toBeVisible();
	await expect(page.getByText('Looking further back')).toHaveCount(0);

	await page.goto(`${origin}/dashboard/sessions?assignee=nobody&tag=vip`);
	await expect(page.getByText('Nothing fits these filters')).toBeVisible();
});

import { join } from 'node:path';
import { devices } from '@playwright/test';
import Database from 'better-sqlite3';
import { logInAs, mintKeys, seededOwner, signUp } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { idb, logIn, played } from './fixtures/played';
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

	await expect(page.getByText('The newest 50,000 at most')).toBeVisible();
	const downloading = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Export CSV' }).click();
	const stream = await (await downloading).createReadStream();
	let csv = '';
	for await (const part of stream) csv += String(part);
	expect(csv.trim().split('\r\n')).toHaveLength(3);
	expect(csv).toContain('"follow up"');
	expect(csv).toMatch(/"environment".*\r\n.*"test"/);

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

test('the list: a tag and an assignment that were sent without a connection are told of, kept, and done once when sent again', async ({
	page,
	origin,
	dataDir
}) => {
	const person = await signUp(origin, 'Lost Line House');
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	for (const name of ['one', 'two']) await backend.createSession({ externalUserId: `user_${name}` });
	await logIn(page, person);
	await page.goto(`${origin}/dashboard/sessions`);
	await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check();
	const bulk = page.getByRole('region', { name: 'Change the chosen sessions' });
	await bulk.getByLabel('Tag').fill('call back');

	await page.context().setOffline(true);
	await bulk.getByRole('button', { name: 'Add tag' }).click();
	await expect(bulk.getByRole('alert')).toContainText('No answer came: the connection was lost');
	await expect(bulk.getByLabel('Tag')).toHaveValue('call back');
	await expect(bulk.getByText('2 chosen')).toBeVisible();
	await expect(page.getByRole('cell').getByText('call back')).toHaveCount(0);
	await page.context().setOffline(false);
	// This time the server does it, and only its answer is lost: the same press again must not do it twice.
	await page.route('**/api/trpc/sessions.tag*', async (route) => {
		await route.fetch();
		await route.abort();
	});
	await bulk.getByRole('button', { name: 'Try again' }).click();
	await expect(bulk.getByRole('alert')).toContainText('Look whether it was done');
	await page.unroute('**/api/trpc/sessions.tag*');
	await bulk.getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByRole('cell').getByText('call back')).toHaveCount(2);
	await expect(bulk.getByLabel('Tag')).toHaveValue('');
	await expect(bulk.getByRole('alert')).toHaveCount(0);

	await page.context().setOffline(true);
	await bulk.getByLabel('Assign to').selectOption(person.email);
	await expect(bulk.getByRole('alert')).toContainText('No answer came');
	await expect(bulk.getByLabel('Assign to').locator('option:checked')).toHaveText(person.email);
	await page.context().setOffline(false);
	await bulk.getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByRole('cell', { name: person.email })).toHaveCount(2);

	const db = new Database(join(dataDir, 'idbeyond.db'), { readonly: true });
	const counted = db
		.prepare(
			`select action, count(*) as times from audit_events where action in ('session.tagged', 'session.assigned')
			and organization_id = ? group by action order by action`
		)
		.all(person.organizationId);
	db.close();
	expect(counted).toEqual([
		{ action: 'session.assigned', times: 2 },
		{ action: 'session.tagged', times: 2 }
	]);
});

test('the session page: tags are added and removed, an older page undoes none of a colleague, and takes nobody’s session', async ({
	page,
	context,
	origin,
	dataDir
}) => {
	const person = await signUp(origin, 'Tagging House');
	const colleague = await signUp(origin, 'House Next Door');
	const db = new Database(join(dataDir, 'idbeyond.db'));
	db.prepare(`insert into memberships select ?, id, 'reviewer', ? from users where email = ?`).run(
		...[person.organizationId, Date.now(), colleague.email]
	);
	db.close();
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	const { sessionId } = await backend.createSession({ externalUserId: 'user_tagged' });
	await logIn(page, person);
	const older = await context.newPage();
	for (const tab of [page, older]) {
		await tab.goto(`${origin}/dashboard/sessions/${sessionId}`, { waitUntil: 'networkidle' });
		await tab.getByLabel('Tag', { exact: true }).fill(tab === page ? 'first' : 'second');
	}
	const tags = page.getByRole('list', { name: 'Tags' });
	await page.getByLabel('Tag', { exact: true }).press('Enter');
	await expect(tags.getByText('first')).toBeVisible();
	await expect(page.getByLabel('Tag', { exact: true })).toHaveValue('');
	await page.getByLabel('Assignee').selectOption(person.email);
	await expect(page.getByText(/^Assigned/)).toHaveCount(1);

	await older.getByLabel('Tag', { exact: true }).press('Enter');
	await expect(older.getByRole('list', { name: 'Tags' }).getByRole('listitem')).toHaveText(['first', 'second']);
	await expect(older.getByLabel('Assignee').locator('option:checked')).toHaveText(person.email);
	await page.reload();
	await page.getByRole('button', { name: 'Remove the tag first' }).click();
	await expect(tags.getByRole('listitem')).toHaveText(['second']);

	// The older page still shows it as this person's: by now it is nobody's, and not to be given on without a look.
	await page.getByLabel('Assignee').selectOption('Nobody');
	await expect(page.getByText(/^Assigned/)).toHaveCount(2);
	await older.getByLabel('Assignee').selectOption(colleague.email);
	await expect(older.getByRole('alert')).toContainText('This session has changed since you opened it');
	await expect(older.getByLabel('Assignee').locator('option:checked')).toHaveText('Nobody');
	await older.getByLabel('Assignee').selectOption(colleague.email);
	await expect(older.getByRole('alert')).toHaveCount(0);
	await page.reload();
	await expect(page.getByLabel('Assignee').locator('option:checked')).toHaveText(colleague.email);
});

test('the list: a portrait is fetched and recorded only when somebody asks for it', async ({ page, ownSite }) => {
	const { origin } = ownSite;
	const person = await signUp(origin, 'Portrait House');
	await played(tenant(origin, (await mintKeys(person)).secretKey), 'minor');
	await logIn(page, person);
	const fetched: string[] = [];
	page.on('request', (request) => {
		if (/portrait$|artifacts/.test(request.url())) fetched.push(request.url());
	});
	await page.goto(`${origin}/dashboard/sessions`, { waitUntil: 'networkidle' });
	const looks = async () => {
		const db = new Database(join(ownSite.dataDir, 'idbeyond.db'), { readonly: true });
		const { times } = db
			.prepare(`select count(*) as times from audit_events where action = 'evidence.viewed'`)
			.get() as { times: number };
		db.close();
		return times;
	};
	expect([fetched, await looks()]).toEqual([[], 0]);
	const button = page.getByRole('button', { name: /^Show the portrait of / });
	await button.focus();
	await page.keyboard.press('Enter');
	const picture = button.locator('img');
	await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalHeight)).toBeGreaterThan(60);
	expect(await looks()).toBe(1);
	const row = page.locator('tbody tr').first();
	expect((await row.boundingBox())?.height).toBeLessThanOrEqual(37);
	await page.keyboard.press('Enter');
	await expect(picture).toHaveCount(0);
	await page.setViewportSize({ width: 360, height: 740 });
	expect((await row.boundingBox())?.height).toBeLessThanOrEqual(160);
});

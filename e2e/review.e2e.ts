import { join } from 'node:path';
import { devices } from '@playwright/test';
import Database from 'better-sqlite3';
import { mintKeys, seededOwner, signUp, type Operator } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { idb, logIn, played, sendToPerson } from './fixtures/played';
import { expect, test } from './fixtures/test';
import { violations } from './fixtures/violations';

test.use({ ...devices['Desktop Chrome'], actionTimeout: 15_000 });

test.describe('The review queue', () => {
	test('fifty in a row by keyboard alone, each in at most four presses; the queue holds fifty fewer', async ({
		page,
		origin,
		dataDir
	}) => {
		test.setTimeout(180_000);
		const seeded = await idb({ DATA_DIR: dataDir }, 'seed', '--sessions', '900', '--days', '30');
		const { email, password } = seededOwner(seeded.output);
		await page.goto(`${origin}/login`);
		await page.getByLabel(/e-?mail/i).fill(email);
		await page.getByLabel(/password/i).fill(password);
		await page.getByRole('button', { name: 'Log in' }).click();
		await expect(page).toHaveURL(/\/dashboard/);
		const waiting = () => countWaiting(dataDir, email);
		const before = waiting();
		expect(before).toBeGreaterThan(50);

		await page.goto(`${origin}/dashboard/review`);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review');
		await expect(page.getByRole('button', { name: 'Review the next' })).toBeEnabled();
		await page.keyboard.press('j');
		const bar = page.getByRole('navigation', { name: 'Queue' });
		for (let done = 0; done < 50; done++) {
			await expect(bar.getByText(/Yours for/)).toBeVisible();
			const url = page.url();
			const presses = done % 2 ? ['r', '1', 'Enter'] : ['a', 'Enter'];
			for (const key of presses) await page.keyboard.press(key);
			await expect.poll(() => page.url()).not.toBe(url);
			await expect(bar.getByRole('status')).toHaveText(done % 2 ? /^Rejected/ : /^Approved/);
		}
		expect(waiting()).toBe(before - 50);
	});

	test('two people: the second is told who holds it, who spoke first and who decided; nobody approves alone', async ({
		page,
		browser,
		origin,
		dataDir
	}) => {
		test.setTimeout(180_000);
		const ann = await signUp(origin, 'Two Person House');
		const ben = await joins(dataDir, await signUp(origin, 'Gone'), ann, 'reviewer');
		await logIn(page, ann);
		await savePolicy(ann, { minimumAge: 18, automaticApproval: false, secondApproval: 'approvals' });
		const backend = tenant(origin, (await mintKeys(ann)).secretKey);
		const id = await played(backend, 'pending_review');

		await page.goto(`${origin}/dashboard/review/${id}`);
		await expect(page.getByText(/Yours for/)).toBeVisible();
		const other = await (await browser.newContext()).newPage();
		await logIn(other, ben);
		await other.goto(`${origin}/dashboard/review/${id}`);
		await expect(other.getByText(`${ann.email} is at work on this session`, { exact: false })).toBeVisible();

		await page.keyboard.press('a');
		await page.keyboard.press('Enter');
		await expect(page.getByText(/^Proposed: a second person/)).toBeVisible();
		expect((await backend.readSession(id)).reviewStatus).toBe('pending_review');
		await page.goto(`${origin}/dashboard/sessions/${id}`);
		await expect(page.getByText('You said: Approved')).toBeVisible();

		await other.reload();
		await expect(other.getByText(`${ann.email} says: Approved`)).toBeVisible();
		await other.keyboard.press('a');
		await expect(other.getByRole('button', { name: 'Confirm: approve this person' })).toBeFocused();
		// The first one changes their mind on a page that is older than the second one's decision.
		await page.keyboard.press('r');
		await page.getByLabel('The selfie does not show the person on the document').first().check();
		await page.getByLabel('Comment').fill('x'.repeat(10_000));
		await other.keyboard.press('Enter');
		await expect.poll(async () => (await backend.readSession(id)).reviewStatus).toBe('approved');
		await page.getByRole('button', { name: 'Reject this person' }).click();
		await expect(page.getByText(`${ben.email} decided meanwhile: Approved`, { exact: false })).toBeVisible();
		expect(await page.getByLabel(/^Comment|^Why/).inputValue()).toHaveLength(10_000);
		await page.getByRole('button', { name: 'Reload' }).click();
		await expect(page.getByText('Approved').first()).toBeVisible();
		await other.context().close();
	});

	test('a field is put right with both values kept, and a step asked for again reaches the applicant in words', async ({
		page,
		browser,
		origin
	}) => {
		test.setTimeout(180_000);
		const ann = await signUp(origin, 'Correction House');
		const backend = tenant(origin, (await mintKeys(ann)).secretKey);
		const id = await played(backend, 'pending_review');
		await logIn(page, ann);
		await page.goto(`${origin}/dashboard/sessions/${id}`);

		await page.getByRole('button', { name: 'Correct: Surname' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('Correct value').fill('محمد‎ O’Brien');
		await dialog.getByRole('button', { name: 'Correct it' }).click();
		const surname = page.getByRole('row', { name: /^Surname/ });
		await expect(surname).toContainText('corrected to');
		await expect(surname.getByText('agrees').first()).toBeVisible();
		expect((await backend.readSession(id)).fields.primaryIdentifier).toMatchObject({ source: 'reviewer' });

		await page.keyboard.press('s');
		await dialog.getByLabel('Step', { exact: true }).selectOption({ label: 'Selfie' });
		await dialog.getByLabel('The picture is too dark').check();
		await dialog.getByLabel('For the applicant').fill('By the window, please.');
		await dialog.getByRole('button', { name: 'Make the link' }).click();
		const link = await dialog.getByText(/\/verify|kvs_/).innerText();
		await dialog.getByRole('button', { name: 'Close' }).click();
		await expect(page.getByText('Selfie asked for again (1 of 3)')).toBeVisible();
		expect(await backend.readSession(id)).toMatchObject({ status: 'capturing', reviewStatus: 'pending_review' });

		const applicant = await (await browser.newContext({ ...devices['Pixel 7'] })).newPage();
		await applicant.goto(link);
		await expect(applicant.getByText('By the window, please.')).toBeVisible();
		await expect(applicant.getByText(/1 of 3/)).toBeVisible();
		await applicant.context().close();
	});

	test('a lost connection loses nothing: the decision is kept, sent again and made once, and a lease that ran out is told', async ({
		page,
		origin,
		dataDir
	}) => {
		test.setTimeout(180_000);
		const ann = await signUp(origin, 'Broken Line House');
		const ben = await joins(dataDir, await signUp(origin, 'Gone'), ann, 'reviewer');
		const backend = tenant(origin, (await mintKeys(ann)).secretKey);
		const { sessionId: id } = await backend.createSession();
		sendToPerson(dataDir, id);
		await logIn(page, ann);
		await page.clock.install();
		await page.goto(`${origin}/dashboard/review/${id}`);
		await expect(page.getByText(/Yours for/)).toBeVisible();
		await page.keyboard.press('r');
		const reason = page.getByLabel('The selfie does not show the person on the document').first();
		await reason.check();
		await page.getByLabel('Comment').fill('Written in a tunnel');
		const lost = page.getByRole('alert').filter({ hasText: 'the connection was lost' });
		const sendAgain = page.getByRole('button', { name: 'Send again' });

		await page.context().setOffline(true);
		await page.getByRole('button', { name: 'Reject this person' }).click();
		await expect(lost).toBeVisible();
		await page.clock.fastForward('10:05');
		await expect(page.getByText('Your time with this session has run out')).toBeVisible();
		expire(dataDir, id);
		await call(ben, 'review.claim', { sessionId: id });
		await page.context().setOffline(false);
		await expect(page.getByText(`${ben.email} is at work on this session`, { exact: false }).first()).toBeVisible();
		await expect(sendAgain).toBeDisabled();
		await call(ben, 'review.release', { sessionId: id });
		await page.clock.fastForward('00:16');
		await expect(sendAgain).toBeEnabled();
		await expect(reason).toBeChecked();
		await expect(page.getByLabel('Comment')).toHaveValue('Written in a tunnel');
		expect((await backend.readSession(id)).reviewStatus).toBe('pending_review');

		// Now it arrives, and the answer does not.
		await page.route(/review\.decide/, async (route) => {
			await route.fetch();
			await route.abort();
		});
		await sendAgain.click();
		await expect.poll(async () => (await backend.readSession(id)).reviewStatus).toBe('rejected');
		await expect(lost).toBeVisible();
		await page.unrouteAll({ behavior: 'wait' });
		await sendAgain.click();
		await expect(page.getByText('Rejected: the one before', { exact: true })).toBeVisible();
		await expect(page).toHaveURL(/\/dashboard\/review\?/);
		expect(decisionsOf(dataDir, id)).toBe(1);
	});

	test('is usable at 360 px, clean by axe in light and dark, teaches when empty, and shuts for a role that was taken away', async ({
		page,
		origin,
		dataDir
	}) => {
		test.setTimeout(180_000);
		const ann = await signUp(origin, 'Small Screen House');
		const ben = await joins(dataDir, await signUp(origin, 'Gone'), ann, 'reviewer');
		const backend = tenant(origin, (await mintKeys(ann)).secretKey);
		await logIn(page, ben);
		await page.goto(`${origin}/dashboard/review`);
		await expect(page.getByText('Nothing waits')).toBeVisible();
		const id = await played(backend, 'tampered_text');
		for (const [width, colorScheme] of [
			[360, 'light'],
			[1280, 'dark']
		] as const) {
			await page.setViewportSize({ width, height: 900 });
			await page.emulateMedia({ colorScheme });
			for (const path of ['review', `review/${id}`]) {
				await page.goto(`${origin}/dashboard/${path}`);
				await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
				if (path !== 'review') await page.keyboard.press('r');
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
				expect(await violations(page), `${path} at ${width}`).toEqual([]);
			}
		}
		await page.getByLabel('Comment').fill('Written before the role went');
		await page.getByRole('checkbox').first().check();
		changeRole(dataDir, ben.email, 'viewer');
		await page.getByRole('button', { name: 'Reject this person' }).click();
		await expect(page.getByRole('alert')).toContainText('role');
		await expect(page.getByLabel('Comment')).toHaveValue('Written before the role went');
		expect((await backend.readSession(id)).reviewStatus).toBe('pending_review');
	});
});

const database = (dataDir: string) => new Database(join(dataDir, 'idbeyond.db'));

/** In the organization of this person. */
function countWaiting(dataDir: string, email: string): number {
	const db = database(dataDir);
	const row = db
		.prepare(
			`select count(*) as n from verification_sessions where review_status = 'pending_review' and organization_id =
			(select organization_id from memberships where user_id = (select id from users where email = ?))`
		)
		.get(email) as { n: number };
	db.close();
	return row.n;
}

/** Ten minutes pass for whoever holds this session. */
function expire(dataDir: string, sessionId: string): void {
	const db = database(dataDir);
	db.prepare(`update review_claims set expires_at = 1 where session_id = ?`).run(sessionId);
	db.close();
}

/** How often a person decided it. */
function decisionsOf(dataDir: string, sessionId: string): number {
	const db = database(dataDir);
	const row = db
		.prepare(`select count(*) as n from decisions where session_id = ? and decided_by <> 'policy'`)
		.get(sessionId) as { n: number };
	db.close();
	return row.n;
}

/** A person of another organization becomes a member of this one, without the invitation's way. */
async function joins(dataDir: string, person: Operator, to: Operator, role: string): Promise<Operator> {
	const db = database(dataDir);
	db.prepare(
		`update memberships set organization_id = ?, role = ? where user_id = (select id from users where email = ?)`
	).run(to.organizationId, role, person.email);
	db.close();
	return { ...person, organizationId: to.organizationId };
}

const savePolicy = (who: Operator, policy: object) => call(who, 'policies.save', { environment: 'test', policy });

async function call({ origin, cookie }: Operator, procedure: string, input: object): Promise<void> {
	const reply = await fetch(`${origin}/api/trpc/${procedure}`, {
		method: 'POST',
		headers: { cookie, origin, 'content-type': 'application/json' },
		body: JSON.stringify({ json: input })
	});
	expect(reply.status).toBe(200);
}

function changeRole(dataDir: string, email: string, role: string): void {
	const db = database(dataDir);
	db.prepare(`update memberships set role = ? where user_id = (select id from users where email = ?)`).run(role, email);
	db.close();
}

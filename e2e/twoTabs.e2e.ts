import { devices } from '@playwright/test';
import { mintKeys, signUp, type Operator } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { logIn, sendToPerson } from './fixtures/played';
import { expect, test } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'], actionTimeout: 15_000 });

test.describe('One person, two tabs', () => {
	test('a session decided in one is shown as decided in the other, and its older page changes nothing', async ({
		page,
		context,
		origin,
		dataDir
	}) => {
		const { ann, backend, id } = await waitingSession(origin, dataDir, 'Two Tabs House');
		await logIn(page, ann);
		const other = await context.newPage();
		for (const tab of [page, other]) {
			await tab.goto(`${origin}/dashboard/review/${id}`);
			await expect(tab.getByText(/Yours for/)).toBeVisible();
		}
		await other.keyboard.press('r');
		await other.getByLabel('The selfie does not show the person on the document').first().check();
		await other.getByLabel('Comment').fill('Written in the other tab');
		// Escape leaves the field, then closes the form: what was written waits for when it is opened again.
		await other.keyboard.press('Escape');
		await other.keyboard.press('Escape');
		await expect(other.getByText('What you wrote is kept')).toBeVisible();
		await other.keyboard.press('r');
		await expect(other.getByLabel('Comment')).toHaveValue('Written in the other tab');
		await page.keyboard.press('a');
		await page.keyboard.press('Enter');
		await expect.poll(async () => (await backend.readSession(id)).reviewStatus).toBe('approved');

		await other.getByRole('button', { name: 'Reject this person' }).click();
		await expect(other.getByText(`${ann.email} decided meanwhile: Approved`, { exact: false })).toBeVisible();
		await expect(other.getByLabel('Comment')).toHaveValue('Written in the other tab');
		expect((await backend.readSession(id)).reviewStatus).toBe('approved');
	});

	test('logged out in one, the other keeps what was written, says so, and goes on after a login', async ({
		page,
		context,
		origin,
		dataDir
	}) => {
		const { ann, backend, id } = await waitingSession(origin, dataDir, 'Logged Out House');
		await logIn(page, ann);
		await page.goto(`${origin}/dashboard/review/${id}`);
		await expect(page.getByText(/Yours for/)).toBeVisible();
		await page.keyboard.press('r');
		await page.getByLabel('The selfie does not show the person on the document').first().check();
		await page.getByLabel('Comment').fill('Written before the logout');

		const other = await context.newPage();
		await other.goto(`${origin}/logout`);
		await other.getByRole('button', { name: 'Log out' }).click();
		await expect(other).toHaveURL(/\/login/);
		await page.getByRole('button', { name: 'Reject this person' }).click();
		await expect(page.getByRole('alert').filter({ hasText: 'Please log in again' })).toBeVisible();
		await expect(page.getByLabel('Comment')).toHaveValue('Written before the logout');
		expect((await backend.readSession(id)).reviewStatus).toBe('pending_review');

		await other.getByLabel(/e-?mail/i).fill(ann.email);
		await other.getByLabel(/password/i).fill(ann.password);
		await other.getByRole('button', { name: 'Log in' }).click();
		await expect(other).toHaveURL(/\/dashboard/);
		await page.getByRole('button', { name: 'Reject this person' }).click();
		await expect.poll(async () => (await backend.readSession(id)).reviewStatus).toBe('rejected');
	});
	test('another organization shown in one, the other saves nothing into it, and shows it too when it goes on', async ({
		page,
		context,
		origin
	}) => {
		const [ann, ben] = [await signUp(origin, 'First House'), await signUp(origin, 'Second House')];
		const invited = await call(ben, 'people.invite', { email: ann.email, role: 'admin' });
		await logIn(page, ann);
		await page.goto(urlIn(invited));
		await page.getByLabel('Your password').fill(ann.password);
		await page.getByRole('button', { name: 'Join' }).click();
		await expect(page).toHaveURL(/\/dashboard/);
		const first = { json: { organizationId: ann.organizationId } };
		await page.request.post(`${origin}/api/trpc/account.show`, { data: first, headers: { origin } });
		await page.goto(`${origin}/dashboard/settings/branding`);
		await page.getByLabel('Name').fill('First House, renamed');
		const other = await context.newPage();
		await other.goto(`${origin}/dashboard/account`);
		await other.getByRole('listitem').filter({ hasText: 'Second House' }).getByRole('button').click();
		await expect(other.locator('aside .wide').getByText('Second House')).toBeVisible();
		await page.getByRole('button', { name: 'Save' }).click();
		await expect(page.getByRole('alert')).toContainText('You are in another organization now');
		await expect(page.getByLabel('Name')).toHaveValue('First House, renamed');
		const read = await fetch(`${origin}/api/trpc/organizations.current`, { headers: { cookie: ben.cookie } });
		expect(await read.text()).toContain('"Second House"');

		await page.getByRole('link', { name: 'People' }).first().click();
		await expect(page.getByText(ben.email)).toBeVisible();
		await expect(page.locator('aside .wide').getByText('Second House')).toBeVisible();
	});
});

const urlIn = (answer: unknown): string => /"url":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? '';

async function call({ origin, cookie }: Operator, procedure: string, input: object): Promise<unknown> {
	const reply = await fetch(`${origin}/api/trpc/${procedure}`, {
		method: 'POST',
		headers: { cookie, 'content-type': 'application/json', origin },
		body: JSON.stringify({ json: input })
	});
	return reply.json();
}

/** Somebody's organization, and a session that waits for them. */
async function waitingSession(origin: string, dataDir: string, house: string) {
	const ann = await signUp(origin, house);
	const backend = tenant(origin, (await mintKeys(ann)).secretKey);
	const { sessionId: id } = await backend.createSession();
	sendToPerson(dataDir, id);
	return { ann, backend, id };
}

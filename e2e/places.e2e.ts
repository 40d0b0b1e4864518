import { devices, type Page } from '@playwright/test';
import { signUp, type Operator } from '../scripts/lib/client/operator.mjs';
import { logIn } from './fixtures/played';
import { expect, test } from './fixtures/test';
import { cleanAt } from './fixtures/violations';

test.use({ ...devices['Desktop Chrome'], actionTimeout: 15_000 });

test.describe('A person of two organizations', () => {
	test('changes between them in the rail and in the command palette; another tab saves nothing into the wrong one', async ({
		page,
		context,
		origin
	}) => {
		const { ann, ben } = await twoHouses(page, origin);
		await page.goto(`${origin}/dashboard/settings/people`);
		const rail = page.locator('aside .wide');
		await rail.locator('summary').click();
		await expect(rail.getByRole('button', { name: /Far House/ })).toBeVisible();
		for (const width of [360, 1280]) {
			await page.setViewportSize({ width, height: 900 });
			if (width === 360) {
				await page.getByLabel('Menu').click();
				await page.locator('.sheet summary').click();
			}
			await cleanAt(page, width);
		}
		await rail.getByRole('button', { name: /Far House/ }).click();
		await expect(rail.locator('summary').getByText('Far House')).toBeVisible();

		await page.goto(`${origin}/dashboard/settings/branding`);
		await page.getByLabel('Name').fill('Far House, renamed');
		const other = await context.newPage();
		await other.goto(`${origin}/dashboard/sessions`, { waitUntil: 'networkidle' });
		await other.keyboard.press('Control+k');
		await other.getByRole('combobox', { name: 'Search and go' }).fill('near');
		await expect(other.getByRole('option', { name: 'Switch to Near House' })).toBeVisible();
		await other.keyboard.press('Enter');
		await expect(other.locator('aside .wide summary').getByText('Near House')).toBeVisible();

		await page.getByRole('button', { name: 'Save' }).click();
		await expect(page.getByRole('alert')).toContainText('You are in another organization now');
		expect(await nameOf(origin, ben.cookie)).toBe('Far House');
		expect(await nameOf(origin, ann.cookie)).toBe('Near House');
	});

	test('who is removed meanwhile is told so, and stays where they are', async ({ page, origin }) => {
		const { ann, ben } = await twoHouses(page, origin);
		await page.goto(`${origin}/dashboard/sessions`);
		const rail = page.locator('aside .wide');
		await rail.locator('summary').click();
		const people = await (await fetch(`${origin}/api/trpc/people.list`, { headers: { cookie: ben.cookie } })).text();
		const userId = new RegExp(`"userId":"([^"]+)","email":"${ann.email}"`).exec(people)?.[1] ?? people;
		await call(ben, 'people.remove', { userId });
		await rail.getByRole('button', { name: /Far House/ }).click();
		await expect(rail.getByRole('alert')).toBeVisible();
		await page.reload();
		await expect(rail.getByText('Near House')).toBeVisible();
		await expect(rail.locator('summary')).toHaveCount(0);
	});
});

/** Ann of Near House, which is shown, and a member of Ben's Far House too. */
async function twoHouses(page: Page, origin: string): Promise<{ ann: Operator; ben: Operator }> {
	const [ann, ben] = [await signUp(origin, 'Near House'), await signUp(origin, 'Far House')];
	const invited = await call(ben, 'people.invite', { email: ann.email, role: 'admin' });
	await logIn(page, ann);
	await page.goto(/"url":"([^"]+)"/.exec(invited)?.[1] ?? '');
	await page.getByLabel('Your password').fill(ann.password);
	await page.getByRole('button', { name: 'Join' }).click();
	await expect(page).toHaveURL(/\/dashboard/);
	const cookies = await page.context().cookies(origin);
	const session = cookies.find(({ name }) => name === 'kyc_session');
	return { ann: { ...ann, cookie: `kyc_session=${session?.value ?? ''}` }, ben };
}

async function nameOf(origin: string, cookie: string): Promise<string> {
	const reply = await fetch(`${origin}/api/trpc/organizations.current`, { headers: { cookie } });
	return (await reply.json()).result.data.json.name;
}

async function call({ origin, cookie }: Operator, procedure: string, input: object): Promise<string> {
	const reply = await fetch(`${origin}/api/trpc/${procedure}`, {
		method: 'POST',
		headers: { cookie, 'content-type': 'application/json', origin },
		body: JSON.stringify({ json: input })
	});
	const text = await reply.text();
	if (!reply.ok) throw new Error(`${procedure} answered ${reply.status}: ${text}`);
	return text;
}

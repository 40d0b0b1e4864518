import { devices, type Page } from '@playwright/test';
import { signUp, type Operator } from '../scripts/lib/client/operator.mjs';
import { logIn } from './fixtures/played';
import { expect, test } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'], actionTimeout: 15_000 });

test.describe('A person of two organizations', () => {
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

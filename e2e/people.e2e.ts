import { devices } from '@playwright/test';
import { generateTOTP } from '@oslojs/otp';
import { signUp } from '../scripts/lib/client/operator.mjs';
import { logIn } from './fixtures/played';
import { expect, test } from './fixtures/test';
import { violations } from './fixtures/violations';

test.use({ ...devices['Desktop Chrome'], actionTimeout: 15_000 });

const PASSWORD = 'correct horse battery';

test.describe('People', () => {
	test('somebody is invited by link, joins, is made admin, sets up a second step, logs in with it, and is removed', async ({
		page,
		browser,
		origin
	}) => {
		test.setTimeout(120_000);
		const owner = await signUp(origin, 'Growing House');
		await logIn(page, owner);
		await page.goto(`${origin}/dashboard/settings/people`);
		await page.getByRole('button', { name: 'Invite' }).click();
		const dialog = page.getByRole('dialog');
		const email = `colleague-${owner.email}`;
		await dialog.getByLabel('E-mail').fill(email);
		await dialog.getByLabel('Role').selectOption('reviewer');
		await dialog.getByRole('button', { name: 'Make the link' }).click();
		const link = await dialog.getByText(/\/invite\//).innerText();
		await dialog.getByRole('button', { name: 'Done' }).click();
		await expect(page.getByRole('heading', { name: 'Open invitations' })).toBeVisible();

		const colleague = await (await browser.newContext({ ...devices['Desktop Chrome'] })).newPage();
		await colleague.goto(link);
		await expect(colleague.getByRole('heading', { name: 'Join Growing House' })).toBeVisible();
		await colleague.getByLabel('Choose a password').fill(PASSWORD);
		await colleague.getByRole('button', { name: 'Join' }).click();
		await expect(colleague).toHaveURL(/\/dashboard/);
		await colleague.goto(link);
		await expect(colleague.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
		await colleague.goto(`${origin}/dashboard/settings/people`);
		await expect(colleague.getByRole('button', { name: 'Invite' })).toHaveCount(0);

		await page.reload();
		await page.getByLabel(`Role of ${email}`).selectOption('admin');
		await expect(page.getByLabel(`Role of ${email}`)).toHaveValue('admin');
		await colleague.reload();
		await expect(colleague.getByRole('button', { name: 'Invite' })).toBeVisible();

		await colleague.goto(`${origin}/dashboard/account`);
		await colleague.getByRole('button', { name: 'Set up' }).click();
		await colleague.getByLabel('Current password').last().fill(PASSWORD);
		await colleague.getByRole('button', { name: 'Set up' }).click();
		const secret = bytesOf(await colleague.getByText(/^[A-Z2-7]{32}$/).innerText());
		await colleague.getByLabel('Code').fill(generateTOTP(secret, 30, 6));
		await colleague.getByRole('button', { name: 'Turn on' }).click();
		const codes = await colleague
			.getByRole('listitem')
			.filter({ hasText: /^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/ })
			.allInnerTexts();
		expect(codes).toHaveLength(10);
		await colleague.getByRole('button', { name: 'I have stored them' }).click();

		await colleague.getByRole('button', { name: 'Log out' }).first().click();
		await colleague.goto(`${origin}/login`);
		await colleague.getByLabel(/e-?mail/i).fill(email);
		await colleague.getByLabel(/password/i).fill(PASSWORD);
		await colleague.getByRole('button', { name: 'Log in' }).click();
		await expect(colleague.getByRole('heading', { name: 'One more step' })).toBeVisible();
		await colleague.goto(`${origin}/dashboard`);
		await expect(colleague).toHaveURL(/\/login/);
		await colleague.getByLabel('Code').fill('abc');
		await colleague.getByRole('button', { name: 'Log in' }).click();
		await expect(colleague.getByRole('alert')).toContainText('not right');
		await colleague.getByLabel('Code').fill(codes[0] ?? '');
		await colleague.getByRole('button', { name: 'Log in' }).click();
		await expect(colleague).toHaveURL(/\/dashboard/);

		await page.reload();
		const row = page.getByRole('row', { name: email });
		await expect(row).toContainText('App');
		await row.getByRole('button', { name: 'Remove' }).click();
		await dialog.getByRole('button', { name: 'Remove' }).click();
		await expect(row).toHaveCount(0);
		await colleague.reload();
		await expect(colleague).toHaveURL(/\/login/);
		await colleague.context().close();
	});

	test('are clean by axe and fit 360 and 1280 px, in light and dark; the last owner stays', async ({
		page,
		origin
	}) => {
		const owner = await signUp(origin, 'Lonely House');
		await logIn(page, owner);
		for (const [width, colorScheme] of [
			[360, 'dark'],
			[1280, 'light']
		] as const) {
			await page.setViewportSize({ width, height: 900 });
			await page.emulateMedia({ colorScheme });
			for (const path of ['settings/people', 'account', 'second-step', 'settings/policy', 'settings/branding']) {
				await page.goto(`${origin}/dashboard/${path}`);
				await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
				expect(await violations(page), `${path} at ${width}`).toEqual([]);
			}
		}
		await page.goto(`${origin}/dashboard/settings/people`);
		await page.getByLabel(`Role of ${owner.email}`).selectOption('viewer');
		await expect(page.getByRole('alert')).toContainText('last owner');
		await expect(page.getByLabel(`Role of ${owner.email}`)).toHaveValue('owner');
	});
});

function bytesOf(base32: string): Uint8Array {
	const bits = [...base32]
		.map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
		.join('');
	return new Uint8Array(bits.match(/.{8}/g)?.map((eight) => Number.parseInt(eight, 2)) ?? []);
}

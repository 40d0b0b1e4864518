import { devices, type CDPSession, type Page } from '@playwright/test';
import { signUp } from '../scripts/lib/client/operator.mjs';
import { logIn } from './fixtures/played';
import { violations } from './fixtures/violations';
import { expect, test } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'], actionTimeout: 15_000 });

const PASSWORD = 'correct horse battery';

test.describe('Passkeys', () => {
	test('one is registered, named, logs in alone and after the password, and is removed', async ({ page, origin }) => {
		test.setTimeout(120_000);
		const { cdp, authenticatorId } = await withAuthenticator(page);
		const owner = await signUp(origin, 'Key House');
		await logIn(page, owner);
		await page.goto(`${origin}/dashboard/account`);
		await page.getByRole('button', { name: 'Add a passkey' }).click();
		await page.getByLabel('Current password').last().fill('not the password');
		await page.getByRole('button', { name: 'Add a passkey' }).click();
		await expect(page.getByText('The current password is not right.')).toBeVisible();
		await page.getByLabel('Current password').last().fill(owner.password);
		await page.getByRole('button', { name: 'Add a passkey' }).click();
		const codes = await recoveryCodes(page);
		expect(codes).toHaveLength(10);
		await page.getByRole('button', { name: 'I have stored them' }).click();
		await page.getByRole('button', { name: /^Rename/ }).click();
		await page.getByRole('dialog').getByLabel('Name').fill('Laptop');
		await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
		await expect(page.getByText('not used yet')).toBeVisible();
		expect(await violations(page)).toEqual([]);

		// The same device has one already.
		await page.getByRole('button', { name: 'Add a passkey' }).click();
		await page.getByLabel('Current password').last().fill(owner.password);
		await page.getByRole('button', { name: 'Add a passkey' }).click();
		await expect(page.getByRole('alert')).toContainText('has a passkey for you already');

		await logOut(page, origin);
		await page.goto(`${origin}/login?next=%2Fdashboard%2Faccount`);
		await page.getByRole('button', { name: 'Use a passkey' }).click();
		await expect(page).toHaveURL(`${origin}/dashboard/account`);
		await expect(page.getByText(/last used \d{4}-/)).toBeVisible();

		await logOut(page, origin);
		await givePassword(page, origin, owner);
		await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible();
		await expect(page.getByLabel('Recovery code')).toBeVisible();
		expect(await violations(page)).toEqual([]);
		await page.goto(`${origin}/dashboard`);
		await expect(page).toHaveURL(/\/login/);
		await page.getByRole('button', { name: 'Use your passkey' }).click();
		await expect(page).toHaveURL(/\/dashboard/);

		await page.goto(`${origin}/dashboard/account`);
		await page.getByRole('button', { name: 'Remove: Laptop' }).click();
		const dialog = page.getByRole('dialog');
		await expect(dialog).toContainText('your only second step');
		await dialog.getByLabel('Current password').fill(owner.password);
		await dialog.getByRole('button', { name: 'Remove' }).click();
		await expect(page.getByText('Laptop')).toHaveCount(0);
		await logOut(page, origin);
		// The device still offers what nobody here knows any more.
		await page.goto(`${origin}/login`);
		await page.getByRole('button', { name: 'Use a passkey' }).click();
		await expect(page.getByRole('alert')).toContainText('opened nothing');
		await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
	});

	test('where a second step is required, members set one up first; an owner ends one that was lost', async ({
		page,
		browser,
		origin
	}) => {
		test.setTimeout(120_000);
		await withAuthenticator(page);
		const owner = await signUp(origin, 'Careful House');
		await logIn(page, owner);
		const rule = page.getByRole('switch', { name: 'Second step required' });
		await page.goto(`${origin}/dashboard/settings/people`);
		await expect(rule).toBeDisabled();
		await page.goto(`${origin}/dashboard/account`);
		await addPasskey(page, owner.password);
		await page.goto(`${origin}/dashboard/settings/people`);
		await rule.click();
		await expect(rule).toBeChecked();
		await page.reload();
		await expect(rule).toBeChecked();

		await page.getByRole('button', { name: 'Invite' }).click();
		const email = `colleague-${owner.email}`;
		await page.getByRole('dialog').getByLabel('E-mail').fill(email);
		await page.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click();
		const link = await page
			.getByRole('dialog')
			.getByText(/\/invite\//)
			.innerText();
		await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();

		const colleague = await (await browser.newContext({ ...devices['Desktop Chrome'] })).newPage();
		await withAuthenticator(colleague);
		await colleague.goto(link);
		await expect(colleague.getByText('asks everybody for a second step')).toBeVisible();
		await colleague.getByLabel('Choose a password').fill(PASSWORD);
		await colleague.getByRole('button', { name: 'Join' }).click();
		const asked = colleague.getByRole('heading', { name: 'One more step for Careful House' });
		await expect(asked).toBeVisible();
		for (const path of ['insight/export?environment=test', 'settings/people', 'sessions']) {
			await colleague.goto(`${origin}/dashboard/${path}`);
			await expect(asked).toBeVisible();
		}
		const direct = await colleague.request.get(`${origin}/api/trpc/people.list`);
		expect(direct.status()).toBe(403);
		expect(await direct.text()).toContain('SECOND_STEP_REQUIRED');
		expect(await direct.text()).not.toContain(owner.email);
		for (const [width, colorScheme] of [
			[360, 'dark'],
			[1280, 'light']
		] as const) {
			await colleague.setViewportSize({ width, height: 900 });
			await colleague.emulateMedia({ colorScheme });
			expect(await colleague.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
			expect(await violations(colleague), `second step at ${width}`).toEqual([]);
		}
		await addPasskey(colleague, PASSWORD);
		await colleague.getByRole('link', { name: 'Go on' }).click();
		await expect(colleague).toHaveURL(/\/dashboard\/sessions/);

		await page.reload();
		const row = page.getByRole('row', { name: email });
		await expect(row).toContainText('Passkey');
		await row.getByRole('button', { name: 'End second step' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'End second step' }).click();
		await expect(row).toContainText('None');
		await expect(row).toContainText('ended');
		await colleague.goto(`${origin}/dashboard`);
		await expect(colleague).toHaveURL(/\/login/);
		await givePassword(colleague, origin, { email, password: PASSWORD });
		await expect(asked).toBeVisible();
		await expect(colleague.getByText('Your second step was ended', { exact: true })).toBeVisible();
		await colleague.getByRole('button', { name: 'I know' }).click();
		await expect(colleague.getByText('Your second step was ended', { exact: true })).toHaveCount(0);
		await colleague.context().close();
	});
});

/** A device with a finger reader that is always touched, as Chromium plays one. */
async function withAuthenticator(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
	const cdp = await page.context().newCDPSession(page);
	await cdp.send('WebAuthn.enable');
	const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
			...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }
		}
	});
	return { cdp, authenticatorId };
}

async function addPasskey(page: Page, password: string): Promise<void> {
	await page.getByRole('button', { name: 'Add a passkey' }).click();
	await page.getByLabel('Current password').last().fill(password);
	await page.getByRole('button', { name: 'Add a passkey' }).click();
	await page.getByRole('button', { name: 'I have stored them' }).click();
}

const recoveryCodes = async (page: Page): Promise<string[]> => {
	await expect(page.getByRole('button', { name: 'I have stored them' })).toBeVisible();
	return page
		.getByRole('listitem')
		.filter({ hasText: /^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/ })
		.allInnerTexts();
};

async function givePassword(page: Page, origin: string, who: { email: string; password: string }): Promise<void> {
	await page.goto(`${origin}/login`);
	await page.getByLabel(/e-?mail/i).fill(who.email);
	await page.getByLabel(/password/i).fill(who.password);
	await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

async function logOut(page: Page, origin: string): Promise<void> {
	await page.getByRole('button', { name: 'Log out' }).first().click();
	await expect(page).toHaveURL(`${origin}/login`);
}

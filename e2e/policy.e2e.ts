import { devices } from '@playwright/test';
import sharp from 'sharp';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { openHostedUrl, tenant } from '../scripts/lib/client/tenant.mjs';
import { logIn, played } from './fixtures/played';
import { expect, test } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'], actionTimeout: 15_000 });

test.describe('Policy and branding', () => {
	test('a draft is tried on what was decided, saved as a version, refused over somebody else’s, and an older one restored', async ({
		page,
		context,
		origin
	}) => {
		test.setTimeout(120_000);
		const owner = await signUp(origin, 'Careful House');
		const backend = tenant(origin, (await mintKeys(owner)).secretKey);
		const id = await played(backend, 'pending_review');
		await logIn(page, owner);
		await page.goto(`${origin}/dashboard/settings/policy`);
		await page.getByLabel('Years').fill('99');
		await page.getByRole('button', { name: 'Try on the last 100 decisions' }).click();
		await expect(page.getByText('1 of 1 would have been decided otherwise.')).toBeVisible();
		await expect(page.getByRole('link', { name: id.slice(0, 8) })).toBeVisible();
		await page.getByLabel('Years').fill('21');
		await page.getByLabel('Proof of address').check();
		await page.getByLabel('Issuing countries').fill('uto, fra');
		await page.getByLabel('Return origins').fill('shop.example');
		await expect(page.getByText('No origins (scheme and host, nothing after it): shop.example')).toBeVisible();
		await page.getByLabel('Return origins').fill('https://Shop.example/');
		const line = page.getByRole('slider', { name: 'Line' });
		await line.press('ArrowLeft');
		await expect(page.getByText('0.098 % (0.063 % – 0.15 %)')).toBeVisible();

		const other = await context.newPage();
		await other.goto(`${origin}/dashboard/settings/policy`);
		await page.getByRole('button', { name: 'Save policy' }).click();
		await expect(page.getByRole('row', { name: /^1 / })).toContainText('First version');
		const { warnings } = await backend.createSession({ returnUrl: 'https://elsewhere.example/done' });
		expect(warnings).toEqual([{ code: 'RETURN_URL_IGNORED' }]);
		expect(await backend.createSession({ returnUrl: 'https://shop.example/done' })).not.toHaveProperty('warnings');
		await other.getByLabel('Years').fill('30');
		await other.getByRole('button', { name: 'Save policy' }).click();
		await expect(other.getByRole('alert').filter({ hasText: 'Somebody else' })).toBeVisible();
		await expect(other.getByLabel('Years')).toHaveValue('30');
		await other.getByRole('button', { name: 'Show the newest version' }).click();
		await expect(other.getByLabel('Years')).toHaveValue('21');
		await expect(other.getByLabel('Issuing countries')).toHaveValue('UTO FRA');
		await expect(other.getByLabel('Return origins')).toHaveValue('https://shop.example');
		await other.getByLabel('Years').fill('25');
		await other.getByRole('button', { name: 'Save policy' }).click();
		await expect(other.getByRole('row', { name: /^2 / })).toContainText('age', { ignoreCase: true });
		await other.getByRole('row', { name: /^1 / }).getByRole('button', { name: 'Restore' }).click();
		await expect(other.getByLabel('Years')).toHaveValue('21');
		await other.getByRole('button', { name: 'Save policy' }).click();
		await expect(other.getByRole('row', { name: /^3 / })).toBeVisible();
	});

	test('retention that would erase sooner asks first, and a page opened before saves nothing over it', async ({
		page,
		context,
		origin
	}) => {
		await logIn(page, await signUp(origin, 'Keeping House'));
		await page.goto(`${origin}/dashboard/settings/policy`);
		const other = await context.newPage();
		await other.goto(`${origin}/dashboard/settings/policy`);
		await page.getByLabel('Pictures of the face').fill('0');
		await page.getByRole('button', { name: 'Save retention' }).click();
		const dialog = page.getByRole('dialog');
		await expect(dialog.getByText('ended more than 0 days ago')).toBeVisible();
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await expect(page.getByLabel('Pictures of the face')).toHaveValue('0');
		await page.getByRole('button', { name: 'Save retention' }).click();
		await dialog.getByRole('button', { name: 'Save and erase' }).click();
		await expect(page.getByText('Saved. The next sweep goes by it.')).toBeVisible();

		await other.getByLabel('Pictures of the face').fill('3000');
		await other.context().setOffline(true);
		await expect(other.getByText(/^No connection\./)).toBeVisible();
		await other.getByRole('button', { name: 'Save retention' }).click();
		await expect(other.getByRole('alert').filter({ hasText: 'No answer came' })).toBeVisible();
		await other.context().setOffline(false);
		await other.getByRole('button', { name: 'Save retention' }).click();
		await expect(other.getByRole('alert').filter({ hasText: 'Somebody else saved' })).toBeVisible();
		await expect(other.getByLabel('Pictures of the face')).toHaveValue('3000');
		await other.getByRole('button', { name: 'Show the newest version' }).click();
		await expect(other.getByLabel('Pictures of the face')).toHaveValue('0');
	});

	test('colour and logo are previewed, saved, and worn by the applicant’s pages', async ({ page, browser, origin }) => {
		const owner = await signUp(origin, 'Plain House');
		const backend = tenant(origin, (await mintKeys(owner)).secretKey);
		await logIn(page, owner);
		await page.goto(`${origin}/dashboard/settings/branding`);
		await page.getByLabel('Name').fill('Harbour Bank');
		await page.getByLabel('A colour of our own').check();
		await page.getByLabel('Colour', { exact: true }).fill('#ffe600');
		await expect(page.getByText(/is brought to #[0-9a-f]{6} on light/)).toBeVisible();
		const logo = await sharp({ create: { width: 400, height: 100, channels: 3, background: '#0a2540' } })
			.png()
			.toBuffer();
		await page.getByLabel('Choose a file').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: logo });
		await expect(page.getByRole('img', { name: 'Harbour Bank' })).toHaveCount(2);
		await page.getByRole('button', { name: 'Save branding' }).click();
		await expect(page.getByText('Saved. Sessions show it from now on.')).toBeVisible();

		const phone = await (await browser.newContext({ ...devices['Pixel 7'] })).newPage();
		const created = await backend.createSession();
		await phone.goto(created.hostedUrl);
		const drawn = phone.getByRole('img', { name: 'Harbour Bank' });
		await expect.poll(() => drawn.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(50);
		const accent = await phone.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent'));
		expect(accent).toMatch(/^#[0-9a-f]{6}$/);
		expect(accent).not.toBe('#2b4fd8');
		const applicant = await openHostedUrl(origin, created);
		expect((await applicant.progress()).brand.logo).toMatch(/^\/verification\/brand\/[0-9a-f]{32}\.png$/);
		await phone.context().close();
	});
});

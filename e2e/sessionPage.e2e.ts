import { readFile, writeFile } from 'node:fs/promises';
import { devices, type Locator, type Page } from '@playwright/test';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { withChromium } from './fixtures/browser';
import { idb, logIn, played } from './fixtures/played';
import { expect, test } from './fixtures/test';
import { cleanAt } from './fixtures/violations';

test.use({ ...devices['Desktop Chrome'] });

/** 200 letters, right to left. */
const LONG_USER = 'محمد_'.repeat(40);

test.describe('The session page', () => {
	test('shows what the models saw, by source and by sign of editing; report and bundle go out, and a changed byte shows', async ({
		page,
		ownSite
	}, info) => {
		test.setTimeout(180_000);
		const { origin } = ownSite;
		const operator = await signUp(origin, 'Review House');
		const backend = tenant(origin, (await mintKeys(operator)).secretKey);
		const [edited, other] = [await played(backend, 'tampered_text'), await played(backend, 'name_mismatch')];
		await logIn(page, operator);

		await page.goto(`${origin}/dashboard/sessions/${edited}`);
		const viewer = page.getByRole('region', { name: 'Document, front, enlarged' });
		const sign = viewer.getByRole('button', { name: /Date of expiry: / });
		await sign.click();
		await expect(sign).toHaveAttribute('aria-pressed', 'true');
		const fields = page.getByRole('table').filter({ hasText: 'MRZ' });
		const expiry = fields.getByRole('row', { name: /^Date of expiry/ });
		await expect(expiry).toContainText('Signs of editing here');
		await expect(expiry.getByText('differs')).toHaveCount(2);
		await expect(fields.getByRole('row', { name: /^Document number/ }).getByText('agrees')).toHaveCount(2);

		await viewer.getByRole('button', { name: 'Rotate by a quarter' }).click();
		await viewer.getByRole('button', { name: 'Reset the view' }).click();
		await expect(viewer.getByRole('button', { name: 'Reset the view' })).toBeDisabled();
		const printed = viewer.getByRole('button', { name: 'Printed', exact: true });
		await printed.click();
		await expect(printed).toHaveAttribute('aria-pressed', 'false');
		await comparesByKeyboard(page);

		await expect(page.getByText('The printed text and the machine-readable zone differ').last()).toBeVisible();
		await expect(page.getByText('Issuing country')).toBeHidden();
		await page.getByText('Document', { exact: true }).click();
		await expect(page.getByText('Issuing country')).toBeVisible();
		await expect(page.getByRole('row', { name: /^0\.43 in use/ })).toContainText('1.34 % (0.71 % – 2.53 %)');

		const frame = page.getByRole('img', { name: /^Frame 1, / });
		await frame.scrollIntoViewIfNeeded();
		await expect.poll(() => frame.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100);

		await page.goto(`${origin}/dashboard/sessions/${other}`);
		await expect(page.getByRole('row', { name: /^Surname/ })).toContainText(/Quartermaine.*differs/s);

		await page.goto(`${origin}/dashboard/sessions/${edited}`);
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: 'Download with pictures' }).click()
		]);
		const file = info.outputPath('bundle.json');
		await download.saveAs(file);
		const env = { DATA_DIR: ownSite.dataDir };
		const genuine = await idb(env, 'bundle', 'verify', file);
		expect(genuine.output).toContain('genuine');
		expect(genuine.output).toContain(edited);
		expect(genuine.status).toBe(0);
		const publicKey = /^[0-9a-f]{64}$/m.exec((await idb(env, 'bundle', 'key')).output)?.[0] ?? '';
		expect((await idb({}, 'bundle', 'verify', file, '--public-key', publicKey)).status).toBe(0);
		const bytes = await readFile(file);
		bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
		await writeFile(file, bytes);
		const changed = await idb(env, 'bundle', 'verify', file);
		expect(changed.output).toContain('signature_invalid');
		expect(changed.status).toBe(1);
		await page.reload();
		await expect(page.getByText('Decision bundle taken away')).toBeVisible();

		await page.getByRole('link', { name: 'Print report' }).click();
		await expect(page.getByRole('img', { name: 'Selfie' })).toBeVisible();
		await page.getByRole('checkbox', { name: 'Selfie' }).uncheck();
		await expect(page.getByRole('img', { name: 'Selfie' })).toBeHidden();
		await page.emulateMedia({ media: 'print' });
		await expect(page.getByRole('navigation')).toBeHidden();
		const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
		expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(2);
	});

	test('stays clear where a picture is missing, a name is long and runs right to left, nothing is there yet, or all was erased', async ({
		page,
		origin,
		operator,
		backend
	}) => {
		await logIn(page, operator);
		const { sessionId } = await backend.createSession({ externalUserId: LONG_USER });
		await page.setViewportSize({ width: 360, height: 740 });
		await page.goto(`${origin}/dashboard/sessions/${sessionId}`);
		await expect(page.getByRole('heading', { level: 1 })).toContainText('محمد');
		await expect(page.getByText('No pictures yet')).toBeVisible();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

		const decided = await played(backend, 'minor');
		await page.route('**/artifacts/*', (route) => route.fulfill({ status: 500 }));
		await page.goto(`${origin}/dashboard/sessions/${decided}`);
		await expect(page.getByText('This picture cannot be shown')).toBeVisible();
		await page.context().setOffline(true);
		await expect(page.getByText(/^No connection\./)).toBeVisible();
		await page.context().setOffline(false);
		await expect(page.getByText(/^No connection\./)).toBeHidden();

		expect((await backend.call(`sessions/${decided}/redact`, { method: 'POST' })).status).toBeLessThan(300);
		await page.reload();
		await expect(page.getByText(/^Everything about the person was erased 20/)).toBeVisible();
		await expect(page.getByText('This picture is no longer kept')).toBeVisible();
		await expect(page.getByRole('link', { name: 'Download', exact: true })).toBeHidden();
	});

	test('tells what went wrong in the applicant’s browser', async ({ page, origin, operator, backend }) => {
		const created = await backend.createSession();
		await withChromium({ arguments: ['--use-fake-device-for-media-stream'], permissions: [] }, async (phone) => {
			await phone.goto(created.hostedUrl);
			await phone.getByRole('checkbox').check();
			await phone.getByRole('button', { name: 'Start' }).click();
			await phone.getByRole('button', { name: /Passport/ }).click();
			const told = phone.waitForResponse('**/client-errors');
			await phone.getByRole('button', { name: 'Open the camera' }).click();
			expect((await told).status()).toBe(200);
		});
		await logIn(page, operator);
		await page.goto(`${origin}/dashboard/sessions/${created.sessionId}`);
		await expect(page.getByText('The camera was not allowed, at step: front of the document')).toBeVisible();
	});
});

test.describe('The command palette', () => {
	for (const width of [1280, 360])
		test(`goes to pages and sessions by keyboard alone at ${width}`, async ({ page, origin, operator, backend }) => {
			const user = `customer-${width}`;
			const { sessionId } = await backend.createSession({ externalUserId: user });
			await page.setViewportSize({ width, height: 740 });
			await logIn(page, operator);
			await page.goto(`${origin}/dashboard/settings/policy?environment=test`, { waitUntil: 'networkidle' });

			const button = page.getByRole('button', { name: 'Search or go to…' });
			await button.focus();
			await page.keyboard.press('Enter');
			const box = page.getByRole('combobox', { name: 'Search and go' });
			await expect(box).toBeFocused();
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
			for (let presses = 0; presses < 4; presses++) {
				await page.keyboard.press('Tab');
				// Between its ends the focus may rest on the browser's own controls, never on the page behind.
				expect(await page.evaluate(() => document.activeElement?.closest('main, aside'))).toBeNull();
			}
			await page.keyboard.press('Escape');
			await expect(button).toBeFocused();

			await page.keyboard.press('Control+k');
			await page.keyboard.type('live');
			await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toHaveText(
				'Switch to the live environment'
			);
			await page.keyboard.press('Enter');
			await expect(page).toHaveURL(/settings\/policy\?environment=live/);

			await page.keyboard.press('Control+k');
			await page.keyboard.press('ArrowDown');
			await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toHaveText('Review');
			await page.keyboard.type(user);
			await expect(page.getByRole('option', { name: sessionId })).toBeVisible();
			await page.keyboard.press('Enter');
			await expect(page).toHaveURL(new RegExp(`/dashboard/sessions/${sessionId}`));
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(user);

			await page.keyboard.press('Control+k');
			await page.keyboard.type('nothing of this name');
			await expect(page.getByText(/^Nothing fits/)).toBeVisible();
		});
});

/** Two pictures beside each other, each chosen, zoomed and turned on its own, then moved together: with the keyboard alone. */
async function comparesByKeyboard(page: Page): Promise<void> {
	const viewer = page.getByRole('region', { name: 'Document, front, enlarged' });
	const open = viewer.getByRole('button', { name: 'Side by side' });
	await open.focus();
	await page.keyboard.press('Enter');
	const [first, second] = ['First picture', 'Second picture'].map((name) => viewer.getByRole('group', { name }));
	if (!first || !second) throw new Error('no two pictures');
	const [chosenFirst, chosenSecond] = [first.getByRole('combobox'), second.getByRole('combobox')];
	await expect(chosenFirst.locator('option:checked')).toHaveText('Document, front: portrait');
	await expect(chosenSecond.locator('option:checked')).toHaveText('Selfie: face');
	const zoomOf = (side: Locator) => side.getByRole('button', { name: 'Show the whole picture' });

	await chosenSecond.focus();
	await page.keyboard.type('Frame 2');
	await expect(chosenSecond.locator('option:checked')).toHaveText('Frame 2');
	const shown = second.locator('image');
	await expect.poll(() => shown.evaluate((image: SVGImageElement) => image.getBBox().width)).toBeGreaterThan(100);
	await page.keyboard.press('Tab');
	await page.keyboard.press('+');
	await expect(zoomOf(second)).toHaveText('150%');
	await expect(zoomOf(first)).toHaveText('100%');
	await first.getByRole('button', { name: 'Rotate by a quarter' }).focus();
	await page.keyboard.press('Enter');
	await expect(first.getByRole('button', { name: 'Reset the view' })).toBeEnabled();
	await expect(first.locator('g')).toHaveAttribute('transform', /rotate\(90\)/);
	await expect(second.locator('g')).not.toHaveAttribute('transform', /rotate/);

	await viewer.getByRole('checkbox', { name: 'Zoom and move both together' }).focus();
	await page.keyboard.press('Space');
	await expect(zoomOf(second)).toHaveText('100%');
	await first.getByRole('group', { name: /^Picture\./ }).focus();
	await page.keyboard.press('+');
	await page.keyboard.press('+');
	for (const side of [first, second]) await expect(zoomOf(side)).toHaveText('225%');
	await cleanAt(page, 1280);

	await page
		.getByRole('list', { name: 'Pictures' })
		.getByRole('button', { name: /^Selfie/ })
		.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('region', { name: 'Selfie, enlarged' })).toBeVisible();
	await expect(first).toHaveCount(0);
	await page
		.getByRole('list', { name: 'Pictures' })
		.getByRole('button', { name: /^Document, front/ })
		.click();
}

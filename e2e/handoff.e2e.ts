import { devices, type Browser, type BrowserContext, type Page, type Response } from '@playwright/test';
import { openHostedUrl, until } from '../scripts/lib/client/tenant.mjs';
import { holdersPassport, holdersSelfie } from './fixtures/specimens';
import { readQr } from './fixtures/readQr';
import { expect, test } from './fixtures/test';
import { violations } from './fixtures/violations';

const DESKTOP = { viewport: { width: 1280, height: 860 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 };
test.use(DESKTOP);

test.describe('From the desktop to the phone and back', () => {
	test('the phone goes on after the same number was confirmed; the desktop follows each step, and alone goes back', async ({
		backend,
		browser,
		origin,
		page,
		receiver
	}) => {
		const created = await backend.createSession({ returnUrl: `${receiver.origin}/kyc/done` });
		const link = await nextCode(page, () => page.goto(created.hostedUrl));
		await onPhone(browser, async (phone) => {
			await phone.goto(link);
			const number = await numberOn(phone);
			const asked = page.getByRole('dialog', { name: 'Does your other device show this number?' });
			await expect(asked).toContainText(number);
			for (const colorScheme of ['light', 'dark'] as const)
				for (const device of [page, phone]) {
					await device.emulateMedia({ colorScheme });
					expect(await violations(device), `${device.url()}, ${colorScheme}`).toEqual([]);
				}
			// Nothing is open before the yes.
			expect(
				(await phone.request.get(`${origin}/api/verification/sessions/${created.sessionId}/progress`)).status()
			).toBe(401);
			await asked.getByRole('button', { name: 'Yes, the same number' }).click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('Continue on your other device');
			await expect(page.getByText('Keep it open: at the end it leads you back')).toBeVisible();
			// The link of the mail on a third device opens the same check, which goes on elsewhere.
			const third = await openHostedUrl(origin, created);
			expect((await third.progress()).device).toMatchObject({ active: false });
			await phone.getByRole('checkbox').check();
			await phone.getByRole('button', { name: 'Start' }).click();
			await expect(page.getByText('There now: Document')).toBeVisible();
			await phone.getByRole('button', { name: /^Passport/ }).click();
			await upload(phone, (await holdersPassport()).jpeg);
			await expect(page.getByText('There now: Your face')).toBeVisible({ timeout: 60_000 });
			await upload(phone, (await holdersSelfie()).jpeg);
			await phone.getByRole('button', { name: 'Go on without movements' }).click({ timeout: 60_000 });
			await phone.getByRole('button', { name: 'Go on', exact: true }).click();
			await phone.getByRole('button', { name: 'Send for checking' }).click({ timeout: 60_000 });
			await expect(phone.getByText('Your other device leads back from here')).toBeVisible({ timeout: 60_000 });
			await page.waitForURL(/\/kyc\/done\?session_id=/, { timeout: 60_000 });
			await expect(phone.getByRole('link', { name: /Return/ })).toHaveCount(0);
			expect(phone.url()).toContain(created.sessionId);
		});
	});

	test('a no keeps the other device out and shows a fresh code; the spent one opens nothing on a third device', async ({
		backend,
		browser,
		page
	}) => {
		const { hostedUrl } = await backend.createSession();
		const link = await nextCode(page, () => page.goto(hostedUrl));
		await onPhone(browser, async (phone, context) => {
			await phone.goto(link);
			await numberOn(phone);
			const no = page.getByRole('dialog').getByRole('button', { name: 'No' });
			expect(await nextCode(page, () => no.click())).not.toBe(link);
			await expect(phone.getByRole('heading', { name: 'This device was not confirmed' })).toBeVisible();
			await expect(page.getByRole('dialog')).toHaveCount(0);
			await context.clearCookies();
			await phone.goto(link);
			await expect(phone.getByRole('heading', { name: 'This code does not work any more' })).toBeVisible();
		});
	});

	test('the desktop takes over again, and the phone after it; a page that is loaded again keeps its place', async ({
		backend,
		browser,
		page
	}) => {
		const { hostedUrl } = await backend.createSession();
		const link = await nextCode(page, () => page.goto(hostedUrl));
		await onPhone(browser, async (phone) => {
			await phone.goto(link);
			await numberOn(phone);
			await phone.reload();
			await numberOn(phone);
			await page.getByRole('button', { name: 'Yes, the same number' }).click();
			await expect(phone.getByRole('button', { name: 'Start' })).toBeVisible();
			await page.reload();
			await page.getByRole('button', { name: 'Continue here instead' }).click();
			await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
			await phone.getByRole('button', { name: 'Continue here instead' }).click();
			await expect(page.getByRole('heading', { name: 'Continue on your other device' })).toBeVisible();
			await expect(phone.getByRole('button', { name: 'Start' })).toBeVisible();
		});
	});

	test('the link opened in a second tab of the same browser goes on there and locks neither tab out', async ({
		backend,
		context,
		page
	}) => {
		const { hostedUrl } = await backend.createSession();
		const link = await nextCode(page, () => page.goto(hostedUrl));
		const second = await context.newPage();
		await second.goto(link);
		await expect(second.getByRole('button', { name: 'Start' })).toBeVisible();
		await expect(page.getByRole('dialog')).toHaveCount(0);
		await page.reload();
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Start' }).click();
		for (const tab of [page, second])
			await expect(tab.getByRole('heading', { level: 1 })).toHaveText('Which document do you have?');
	});

	test('a phone that keeps no cookies says so and spends nothing: the same code still opens another browser', async ({
		backend,
		browser,
		page
	}) => {
		const { hostedUrl } = await backend.createSession();
		const link = await nextCode(page, () => page.goto(hostedUrl));
		await onPhone(browser, async (phone) => {
			await phone.addInitScript(() =>
				Object.defineProperty(document, 'cookie', { get: () => '', set: () => undefined })
			);
			await phone.goto(link);
			await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Open this link in your browser');
			await expect(phone.getByRole('button', { name: 'Try again' })).toBeVisible();
		});
		await expect(page.getByRole('dialog')).toHaveCount(0);
		await onPhone(browser, async (phone) => {
			await phone.goto(link);
			await numberOn(phone);
		});
	});

	test('the desktop follows by the server’s events alone where asking fails', async ({ backend, origin, page }) => {
		await page.route('**/progress', (route) => route.abort());
		const created = await backend.createSession();
		await page.goto(created.hostedUrl);
		await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
		expect((await (await openHostedUrl(origin, created)).consent()).status).toBe(200);
		await expect(page.getByRole('heading', { name: 'Which document do you have?' })).toBeVisible();
	});

	test('the desktop follows by asking where its events are cut off', async ({ backend, origin, page }) => {
		await page.route('**/events', (route) => route.abort());
		const created = await backend.createSession();
		await page.goto(created.hostedUrl);
		await expect(page.getByRole('button', { name: 'Start' })).toBeVisible();
		const other = await openHostedUrl(origin, created);
		expect((await other.consent()).status).toBe(200);
		await expect(page.getByRole('heading', { name: 'Which document do you have?' })).toBeVisible();
	});

	test('two devices at once: one picture for a place counts, the other is told so and shown the next step', async ({
		backend,
		origin
	}) => {
		const created = await backend.createSession();
		const [one, two] = await Promise.all([openHostedUrl(origin, created), openHostedUrl(origin, created)]);
		expect((await Promise.all([one.consent(), two.consent()])).map(({ status }) => status)).toEqual([200, 200]);
		const { jpeg } = await holdersPassport();
		// The same page, as two cameras would write it.
		const other = Buffer.concat([jpeg, Buffer.from([0])]);
		const answers = await Promise.all([one.upload('id_front', jpeg), two.upload('id_front', other)]);
		const statuses = answers.map(({ status }) => status).sort();
		expect(statuses[0]).toBe(202);
		expect([202, 409]).toContain(statuses[1]);
		// Of two that came, the later one: a second attempt, not a second picture of the same.
		const attempt = statuses.filter((status) => status === 202).length;
		const read = await until('the picture that counts, read', async () => {
			const { slots } = await two.progress();
			return slots[0].state === 'accepted' && slots[0].attempt === attempt ? slots : undefined;
		});
		expect(read[0]).toMatchObject({ slot: 'id_front' });
		for (const device of [one, two]) expect((await device.progress()).step).toBe('selfie');
	});
});

/** The link of the next code that this screen shows, read off the picture as a phone reads it. */
async function nextCode(page: Page, act: () => Promise<unknown>): Promise<string> {
	const isCode = (response: Response) => response.url().endsWith('/handoff') && response.ok();
	const [answer] = await Promise.all([page.waitForResponse(isCode), act()]);
	const { url } = (await answer.json()) as { url: string };
	await expect.poll(() => readQr(page.getByRole('img', { name: /^QR code/ }))).toBe(url);
	return url;
}

async function numberOn(phone: Page): Promise<string> {
	await expect(phone.getByRole('heading', { name: 'Confirm on your other screen' })).toBeVisible();
	return (await phone.getByRole('img', { name: /^Number \d\d$/ }).textContent()) ?? '';
}

async function onPhone(browser: Browser, work: (phone: Page, context: BrowserContext) => Promise<void>): Promise<void> {
	const context = await browser.newContext({ ...devices['Pixel 7'] });
	try {
		await work(await context.newPage(), context);
	} finally {
		await context.close();
	}
}

async function upload(phone: Page, jpeg: Buffer): Promise<void> {
	const [chooser] = await Promise.all([
		phone.waitForEvent('filechooser'),
		phone.getByRole('button', { name: 'Upload a picture instead' }).click()
	]);
	await chooser.setFiles({ name: 'picture.jpg', mimeType: 'image/jpeg', buffer: jpeg });
	await phone.getByRole('button', { name: 'Use this picture' }).click();
}

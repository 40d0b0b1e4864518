import { devices, type Browser, type Page } from '@playwright/test';
import { openHostedUrl, until } from '../scripts/lib/client/tenant.mjs';
import { withCamera } from './fixtures/browser';
import { asCameraVideo, holdersPassport, holdersSelfie } from './fixtures/specimens';
import { expect, test } from './fixtures/test';
import { violations } from './fixtures/violations';

/**
 * Passes over the whole flow: light on a small phone, dark in Arabic at the width that 200 % of zoom leaves of a 640 px screen, German
 * with its long words on a tablet, and a desk, where the phone is offered beside the screen.
 */
const PASSES = [
	{ scheme: 'light', locale: 'en', width: 360 },
	{ scheme: 'dark', locale: 'ar', width: 320 },
	{ scheme: 'dark', locale: 'de', width: 768 },
	{ scheme: 'light', locale: 'en', width: 1440 }
] as const;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

for (const { scheme, locale, width } of PASSES)
	test(`every hosted screen is clean by axe, fits ${width} px and puts the focus on its heading: ${scheme}, ${locale}`, async ({
		backend,
		browser,
		origin
	}) => {
		test.setTimeout(150_000);
		const created = await backend.createSession({ locale });
		await onPage(browser, { scheme, width }, async (page) => {
			const seen = screens(page, width);
			await page.goto(created.hostedUrl);
			await seen('start');
			await page.locator('.actions button').last().click();
			await seen('declined', true);
			await page.locator('.actions button').first().click();
			await page.getByRole('checkbox').check();
			await page.locator('.actions button').first().click();
			await page.locator('main li button').nth(1).waitFor();
			await seen('document', true);
			await page.locator('main li button').nth(1).click();
			await seen('prepare', true);
			await page.locator('.actions button').first().click();
			await page.locator('.trouble').waitFor();
			await seen('camera trouble', true);
			await choose(page, (await holdersPassport()).jpeg);
			await seen('review', true);
			await page.locator('.actions button').first().click();
			await seen('reading');
			await page
				.getByRole('heading', { name: { en: 'Now your face', ar: 'الآن الوجه', de: 'Jetzt Ihr Gesicht' }[locale] })
				.waitFor({ timeout: 60_000 });
			await seen('selfie', true);
			await choose(page, (await holdersSelfie()).jpeg);
			await page.locator('.actions button').first().click();
			await page
				.getByRole('heading', {
					name: { en: 'Show that you are there', ar: 'أثبتوا أنكم حاضرون', de: 'Zeigen Sie, dass Sie da sind' }[locale]
				})
				.waitFor({ timeout: 60_000 });
			await seen('movements', true);
			await page.locator('.actions button').nth(1).click();
			await seen('without movements', true);
			await page.locator('.actions button').first().click();
			await page.locator('.ready').waitFor({ timeout: 60_000 });
			await seen('submit', true);
			await page.locator('.actions button').first().click();
			await page.locator('main > .mark').waitFor({ timeout: 60_000 });
			await seen('result', true);
			await page.goto(`${origin}/verification/session/${created.sessionId}?token=kvs_${'0'.repeat(64)}`);
			await seen('link that does not work');
		});
	});

/** Upright, on its side, and what 200 % of zoom leaves of a small window and of a small phone. */
const CAMERA_SIZES = [
	{ width: 360, height: 640 },
	{ width: 740, height: 360 },
	{ width: 320, height: 284 },
	{ width: 160, height: 284 }
];

test('both cameras can be used upright, on the side and at 200 % zoom, are clean by axe and read their advice out', async ({
	backend,
	origin
}) => {
	const created = await backend.createSession({ policy: { require: { idBack: false } } });
	const applicant = await openHostedUrl(origin, created);
	await applicant.consent();
	const passport = await holdersPassport();
	await asCameraVideo(passport, (video) =>
		withCamera(video, async (phone) => {
			const page = await phone.newPage();
			await page.goto(created.hostedUrl);
			await page.getByRole('button', { name: /^Identity card/ }).click();
			await page.getByRole('button', { name: 'Open the camera' }).click();
			await expect(page.getByRole('button', { name: 'Take the picture' })).toBeEnabled();
			await expect(page.locator('.hint')).toHaveAttribute('aria-live', 'polite');
			for (const size of CAMERA_SIZES) await usable(page, 'camera', size);
			await page.getByRole('button', { name: 'Close the camera' }).click();
			await applicant.upload('id_front', passport.jpeg);
			await applicant.upload('selfie', (await holdersSelfie()).jpeg);
			await page.getByRole('heading', { name: 'Show that you are there' }).waitFor({ timeout: 60_000 });
			await page.getByRole('button', { name: 'Open the camera' }).click();
			await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled();
			await expect(page.locator('.line')).toHaveAttribute('aria-live', 'assertive');
			for (const size of CAMERA_SIZES) await usable(page, 'movements camera', size);
		})
	);
});

/** The guide is large enough to aim at, no button lies over it or outside the view, and axe finds nothing. */
async function usable(page: Page, name: string, size: { width: number; height: number }): Promise<void> {
	const at = `${name} at ${size.width} × ${size.height}`;
	await page.setViewportSize(size);
	const guide = await until(at, async () => {
		const box = await page.locator('svg .outline').boundingBox();
		return box && box.x + box.width <= size.width && box.y + box.height <= size.height ? box : undefined;
	});
	expect(Math.max(guide.width, guide.height), at).toBeGreaterThan(Math.min(size.width, size.height) / 3);
	for (const button of await page.getByRole('dialog').getByRole('button').all()) {
		const box = await button.boundingBox();
		if (!box) continue;
		const words = `${at}: ${await button.innerText()}`;
		expect(box.x >= 0 && box.y >= 0, words).toBe(true);
		expect(box.x + box.width <= size.width && box.y + box.height <= size.height, words).toBe(true);
		const beside = box.x >= guide.x + guide.width || box.x + box.width <= guide.x;
		expect(beside || box.y >= guide.y + guide.height || box.y + box.height <= guide.y, words).toBe(true);
	}
	expect(await smallTargets(page), at).toEqual([]);
	await clean(page, at);
	await keep(page, at.replaceAll(' × ', 'x'), size.width);
}

/** What the server says of a session, changed; each gives a screen that the passes above do not come by. */
const SAYS: Record<string, object> = {
	expired: { status: 'expired' },
	canceled: { status: 'canceled' },
	redacted: { status: 'redacted' },
	moved: { step: 'selfie', device: { active: false, returns: true, asking: null }, hasReturnUrl: true },
	'another device asks': { device: { active: true, returns: true, asking: 42 } },
	waiting: { step: 'id_front', waiting: true },
	'refused picture': { step: 'id_front', feedback: [{ slot: 'id_front', codes: ['image_glare'] }] },
	'refused recording': { step: 'liveness', feedback: [{ slot: 'liveness', codes: ['liveness_action_missing'] }] },
	'asked again': { step: 'selfie', request: { slot: 'selfie', number: 1, limit: 3 }, comment: 'Without the hat.' },
	processing: { status: 'processing', step: 'processing' },
	approved: { status: 'completed', step: 'result', reviewStatus: 'approved' },
	rejected: { status: 'completed', step: 'result', reviewStatus: 'rejected', comment: 'The card has expired.' }
};

test('every other screen that a session can come to is clean by axe in light and dark, with large enough targets', async ({
	backend,
	origin,
	page
}) => {
	const created = await backend.createSession();
	const applicant = await openHostedUrl(origin, created);
	await applicant.consent();
	await page.route('**/events', (route) => route.abort());
	let says: object = {};
	await page.route('**/progress', async (route) => {
		await route.fulfill({ json: { ...(await applicant.progress()), ...says } });
	});
	await page.setViewportSize({ width: 360, height: 640 });
	for (const [name, said] of Object.entries(SAYS)) {
		says = said;
		await page.goto(created.hostedUrl);
		const before = await page.getByRole('heading', { level: 1 }).innerText();
		await page.evaluate(() => dispatchEvent(new Event('online')));
		if (name === 'another device asks') await expect(page.getByRole('dialog'), name).toBeVisible();
		else await expect(page.getByRole('heading', { level: 1 }), name).not.toHaveText(before);
		for (const scheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme: scheme });
			await clean(page, `${name}, ${scheme}`);
			await keep(page, `${name} ${scheme}`, 360);
		}
		expect(await smallTargets(page), name).toEqual([]);
	}
	await page.context().clearCookies();
	await page.goto(`${origin}/verification/session/${created.sessionId}`);
	await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
	for (const scheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme: scheme });
		await clean(page, `cookies, ${scheme}`);
		await keep(page, `cookies ${scheme}`, 360);
	}
});

test('the whole way to the camera and back goes by keyboard alone', async ({ backend, page }) => {
	await page.goto((await backend.createSession()).hostedUrl);
	await tabTo(page, 'checkbox');
	await page.keyboard.press('Space');
	await press(page, 'Start');
	await press(page, 'Passport');
	await press(page, 'Open the camera');
	await until('the camera or its trouble', async () => (await page.getByRole('dialog').isVisible()) || undefined);
	await page.keyboard.press('Escape');
	await press(page, 'Choose another document');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which document do you have?');
});

/** Looks at the screen that is shown now. */
function screens(page: Page, width: number) {
	return async (name: string, focused = false) => {
		const heading = page.getByRole('heading', { level: 1 });
		await expect(heading, name).toHaveCount(1);
		if (focused) await expect(heading, name).toBeFocused();
		await fits(page, name, width);
		await clean(page, name);
		await page.emulateMedia({ reducedMotion: 'reduce' });
		const running = () => document.getAnimations().filter(({ playState }) => playState === 'running').length;
		if (name !== 'reading') expect(await page.evaluate(running), `${name}: motion`).toBe(0);
		expect(await smallTargets(page), name).toEqual([]);
		await page.emulateMedia({ reducedMotion: null });
		await keep(page, name, width);
		await fitsZoomed(page, name);
	};
}

/** What 200 % of zoom leaves of a 320 px screen: nothing is cut, and no bar covers what is to be read. */
async function fitsZoomed(page: Page, name: string): Promise<void> {
	const size = page.viewportSize();
	if (!size) return;
	await page.setViewportSize({ width: 160, height: 284 });
	await fits(page, `${name}: zoomed`, 160);
	const bars = () => [...document.querySelectorAll('.actions')].map((bar) => getComputedStyle(bar).position);
	expect(await page.evaluate(bars), `${name}: zoomed`).not.toContain('sticky');
	await keep(page, name, 160);
	await page.setViewportSize(size);
}

async function fits(page: Page, name: string, width: number): Promise<void> {
	expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width);
}

/** With SCREENS_DIR: a picture to look at. */
async function keep(page: Page, name: string, width: number): Promise<void> {
	const { SCREENS_DIR } = process.env;
	if (SCREENS_DIR)
		await page.screenshot({ path: `${SCREENS_DIR}/${name.replaceAll(' ', '-')}-${width}.png`, fullPage: true });
}

async function clean(page: Page, name: string): Promise<void> {
	expect(await violations(page, { tags: TAGS }), name).toEqual([]);
}

/** Controls that are lower or narrower than a thumb wants, 44 px, unless they stand inside a line of text. */
const smallTargets = (page: Page): Promise<string[]> =>
	page.evaluate(() =>
		[...document.querySelectorAll<HTMLElement>('button, a[href], select, summary, label:has(input), .row:has(> input)')]
			.filter((element) => element.offsetParent !== null && !element.closest('p'))
			.filter((element) => {
				const { width, height } = element.getBoundingClientRect();
				return width < 43.9 || height < 43.9;
			})
			.map(({ outerHTML }) => outerHTML.slice(0, 120))
	);

async function choose(page: Page, jpeg: Buffer): Promise<void> {
	await page.locator('input[type=file]').setInputFiles({ name: 'picture.jpg', mimeType: 'image/jpeg', buffer: jpeg });
	await page.locator('.stage img').waitFor();
}

async function tabTo(page: Page, what: string): Promise<void> {
	for (let i = 0; i < 12; i++) {
		await page.keyboard.press('Tab');
		const focused = await page.evaluate(() => {
			const at = document.activeElement;
			return `${at?.getAttribute('type') ?? ''} ${at?.textContent ?? ''}`;
		});
		if (focused.includes(what)) return;
	}
	throw new Error(`No Tab leads to ${what}`);
}

async function press(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name: new RegExp(`^${name}`) }).waitFor();
	await tabTo(page, name);
	await page.keyboard.press('Enter');
}

async function onPage(
	browser: Browser,
	{ scheme, width }: { scheme: 'light' | 'dark'; width: number },
	work: (page: Page) => Promise<void>
): Promise<void> {
	const { userAgent } = devices['Pixel 7'];
	const context = await browser.newContext({
		userAgent,
		viewport: { width, height: 640 },
		colorScheme: scheme,
		hasTouch: true
	});
	try {
		await work(await context.newPage());
	} finally {
		await context.close();
	}
}

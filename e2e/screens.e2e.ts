import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { logInAs, mintKeys, organizationOf, seededOwner } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { idb, played } from './fixtures/played';
import { expect, test } from './fixtures/test';

const SIZES = [
	{ width: 1280, height: 860 },
	{ width: 360, height: 740 }
];

test('the hosted start and the guide fit a desktop and a small phone; UPDATE_SCREENS=1 keeps pictures', async ({
	origin,
	operator,
	backend,
	browser
}) => {
	const { hostedUrl } = await backend.createSession();
	const pages = [
		{ file: 'hosted', url: hostedUrl },
		{ file: 'guide', url: `${origin}/docs/integration` }
	];
	for (const viewport of SIZES)
		for (const { file, url } of pages)
			await onPage(browser, { viewport }, operator, async (page) => {
				await open(page, url, viewport.width);
				await keep(page, `${file}${viewport.width < 500 ? '-phone' : ''}`);
			});
});

test('the dashboard’s main screens fit, with a thousand sessions behind them', async ({ origin, dataDir, browser }) => {
	test.setTimeout(180_000);
	const seeded = await idb({ DATA_DIR: dataDir }, 'seed', '--sessions', '1000', '--days', '60');
	const { email, password } = seededOwner(seeded.output);
	const cookie = await logInAs(origin, email, password);
	const owner = { origin, email, password, cookie, organizationId: await organizationOf(origin, cookie) };
	const backend = tenant(origin, (await mintKeys(owner)).secretKey);
	const id = await played(backend, 'tampered_text', { externalUserId: 'user_4711' });
	const viewport = { width: 1280, height: 860 };
	// What fits in one theme fits in the other: both only where pictures are kept.
	for (const colorScheme of process.env.UPDATE_SCREENS ? (['light', 'dark'] as const) : (['dark'] as const))
		await onPage(browser, { viewport, colorScheme }, owner, async (page) => {
			for (const [file, path] of [
				['sessions', 'sessions'],
				['session', `sessions/${id}`],
				['review', 'review'],
				['insight', 'insight'],
				['keys', 'settings/api-keys'],
				['webhooks', 'settings/webhooks'],
				['events', 'events'],
				['policy', 'settings/policy'],
				['branding', 'settings/branding'],
				['people', 'settings/people'],
				['audit', 'audit']
			] as const) {
				await open(page, `${origin}/dashboard/${path}?environment=test`, viewport.width);
				// The specimen's portraits are photographs of people: nobody is recognised in our own pictures.
				await page.evaluate(() => {
					for (const picture of document.querySelectorAll<HTMLElement | SVGElement>('main img, main image'))
						picture.style.filter = 'blur(9px)';
				});
				await keep(page, `${file}-${colorScheme}`);
			}
		});
});

async function open(page: Page, url: string, width: number): Promise<void> {
	await page.goto(url, { waitUntil: 'networkidle' });
	await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/did not work/);
	expect(await page.evaluate(() => document.documentElement.scrollWidth), url).toBeLessThanOrEqual(width);
}

async function keep(page: Page, file: string): Promise<void> {
	if (process.env.UPDATE_SCREENS) await page.screenshot({ path: join('docs', 'screens', `${file}.png`) });
}

async function onPage(
	browser: Browser,
	look: { viewport: { width: number; height: number }; colorScheme?: 'light' | 'dark' },
	{ origin, cookie }: { origin: string; cookie: string },
	work: (page: Page) => Promise<void>
): Promise<void> {
	const [name = '', value = ''] = cookie.split('=');
	const context = await browser.newContext({ ...look, isMobile: false, deviceScaleFactor: 1 });
	try {
		await context.addCookies([{ name, value, url: origin }]);
		await work(await context.newPage());
	} finally {
		await context.close();
	}
}

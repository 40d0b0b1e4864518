import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { openHostedUrl, until } from '../scripts/lib/client/tenant.mjs';
import { holdersPassport, holdersSelfie } from './fixtures/specimens';
import { expect, test, type Backend } from './fixtures/test';

const SIZES = [
	{ width: 1280, height: 860 },
	{ width: 360, height: 740 }
];

test('the session page, the hosted start and the guide fit a desktop and a small phone; UPDATE_SCREENS=1 keeps pictures', async ({
	origin,
	operator,
	backend,
	browser
}) => {
	const decided = await decidedSession(origin, backend);
	const { hostedUrl } = await backend.createSession();
	const [name = '', value = ''] = operator.cookie.split('=');
	const pages = [
		{ file: 'session', url: `${origin}/dashboard/sessions/${decided}` },
		{ file: 'hosted', url: hostedUrl },
		{ file: 'guide', url: `${origin}/docs/integration` }
	];
	for (const viewport of SIZES)
		for (const { file, url } of pages)
			await onPage(browser, viewport, { name, value, url: origin }, async (page) => {
				await page.goto(url, { waitUntil: 'networkidle' });
				await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/did not work/);
				const width = await page.evaluate(() => document.documentElement.scrollWidth);
				expect(width, `${file} at ${viewport.width}`).toBeLessThanOrEqual(viewport.width);
				// Not the session page: the specimen's portraits are photographs of people.
				if (process.env.UPDATE_SCREENS && file !== 'session')
					await page.screenshot({
						path: join('docs', 'screens', `${file}${viewport.width < 500 ? '-phone' : ''}.png`)
					});
			});
});

async function onPage(
	browser: Browser,
	viewport: { width: number; height: number },
	cookie: { name: string; value: string; url: string },
	work: (page: Page) => Promise<void>
): Promise<void> {
	const context = await browser.newContext({ viewport, isMobile: false, deviceScaleFactor: 1 });
	try {
		await context.addCookies([cookie]);
		await work(await context.newPage());
	} finally {
		await context.close();
	}
}

async function decidedSession(origin: string, backend: Backend): Promise<string> {
	const created = await backend.createSession({ externalUserId: 'user_123' });
	const applicant = await openHostedUrl(origin, created);
	await applicant.consent();
	await applicant.upload('id_front', (await holdersPassport()).jpeg);
	await until('the passport, read', async () => ((await applicant.progress()).step === 'selfie' ? true : undefined));
	await applicant.upload('selfie', (await holdersSelfie()).jpeg);
	await applicant.submit();
	await until('the decision', async () => (await backend.readSession(created.sessionId)).decision ?? undefined);
	return created.sessionId;
}

import { devices } from '@playwright/test';
import { logIn } from './fixtures/played';
import { expect, test } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'] });

/** A page whose markup a browser reads otherwise than it was written is made anew when its script comes: what was typed until then is gone. */
test('no page is made anew by its script, and the log-in keeps what was typed before it came', async ({
	page,
	origin,
	operator,
	backend
}) => {
	const remade: string[] = [];
	page.on('console', (message) => {
		if (/failed to hydrate|hydration/i.test(message.text())) remade.push(`${page.url()}: ${message.text()}`);
	});
	const { hostedUrl } = await backend.createSession();
	const all = async (...urls: string[]) => {
		for (const url of urls) await page.goto(new URL(url, origin).href, { waitUntil: 'networkidle' });
	};
	await all('/', '/signup', '/login', '/docs', '/docs/webhooks', '/docs/api', hostedUrl);

	let release = () => {};
	const held = new Promise<void>((resolve) => (release = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await held;
		await route.continue();
	});
	await page.goto(`${origin}/login`, { waitUntil: 'commit' });
	await page.getByLabel(/e-?mail/i).fill(operator.email);
	await page.getByLabel(/password/i).fill(operator.password);
	release();
	await page.waitForLoadState('networkidle');
	await page.getByRole('button', { name: 'Log in' }).click();
	await expect(page).toHaveURL(/\/dashboard/);

	await logIn(page, operator);
	const settings = ['policy', 'branding', 'webhooks', 'api-keys', 'people'];
	const desks = ['sessions', 'review', 'insight', 'account', 'events', 'requests', 'audit'];
	await all('/dashboard', ...desks.map((name) => `/dashboard/${name}`));
	await all(...settings.map((name) => `/dashboard/settings/${name}`));
	expect(remade).toEqual([]);
});

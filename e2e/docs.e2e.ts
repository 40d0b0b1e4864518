import { mintKeys } from '../scripts/lib/client/operator.mjs';
import { expect, test } from './fixtures/test';
import { violations } from './fixtures/violations';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

test.describe('The documentation', () => {
	test('is searched by keyboard, without asking anybody else', async ({ page, origin }) => {
		const foreign: string[] = [];
		page.on('request', (request) => {
			if (new URL(request.url()).origin !== origin) foreign.push(request.url());
		});
		await page.goto('/docs');
		const search = page.getByRole('combobox', { name: 'Search the documentation' });
		await search.fill('standard webhooks');
		await expect(page.getByRole('option').first()).toContainText('Standard Webhooks');
		await search.press('Enter');
		await page.waitForURL(/\/docs\/webhooks#standard-webhooks$/);
		await search.fill('IDEMPOTENCY_KEY_REUSED');
		await expect(page.getByRole('option', { name: /IDEMPOTENCY_KEY_REUSED/ }).first()).toBeVisible();
		await search.fill('zebra crossing');
		await expect(page.getByText('Nothing found')).toBeVisible();
		expect(foreign).toEqual([]);
	});

	test('takes words that were typed before its script came', async ({ page }) => {
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		await page.route('**/_app/**/*.js', async (route) => {
			await held;
			await route.continue();
		});
		await page.goto('/docs', { waitUntil: 'commit' });
		await page.getByRole('combobox', { name: 'Search the documentation' }).fill('standard webhooks');
		release();
		await expect(page.getByRole('option').first()).toContainText('Standard Webhooks');
	});

	test('makes calls with a test key and no other, and forgets the key', async ({ page, operator }) => {
		const blocked: string[] = [];
		page.on('console', (message) => {
			if (/content security policy/i.test(message.text())) blocked.push(message.text());
		});
		await page.goto('/docs/api');
		const form = page.locator('details').filter({ hasText: 'POST /api/verification/sessions' }).first();
		await form.getByText('Try it with a test key').click();
		const key = form.getByLabel('Test key');
		await key.fill((await mintKeys(operator, 'live')).secretKey);
		await form.getByRole('button', { name: 'Send' }).click();
		await expect(form.getByText('That is no test key')).toBeVisible();
		await expect(form.getByRole('region')).toHaveCount(0);
		await key.fill((await mintKeys(operator)).secretKey);
		await form.getByRole('button', { name: 'Send' }).click();
		await expect(form.getByText('201 Created')).toBeVisible();
		await expect(form.getByRole('region')).toContainText('"clientSecret": "kvs_');
		const sessionId = /"sessionId": "([0-9a-f-]{36})"/.exec((await form.getByRole('region').textContent()) ?? '')?.[1];
		const read = page.locator('details').filter({ hasText: 'GET /api/verification/sessions/{id}' }).first();
		await read.getByText('Try it with a test key').click();
		await read.getByLabel('id', { exact: true }).fill(sessionId ?? '');
		await read.getByRole('button', { name: 'Send' }).click();
		await expect(read.getByRole('region')).toContainText('"status": "created"');
		expect(await violations(page, { tags: WCAG, within: 'main' })).toEqual([]);
		await page.reload();
		await page
			.locator('details')
			.filter({ hasText: 'POST /api/verification/sessions' })
			.first()
			.locator('summary')
			.click();
		await expect(page.getByLabel('Test key').first()).toHaveValue('');
		expect(blocked).toEqual([]);
	});

	test('is there for programs that read text, complete and with this address', async ({ request, origin }) => {
		const list = await (await request.get('/llms.txt')).text();
		const pages = [...list.matchAll(/\]\((\S+\/docs\/\S+\.md)\)/g)].map(([, address]) => address ?? '');
		expect(pages.length).toBeGreaterThan(10);
		const full = await (await request.get('/llms-full.txt')).text();
		for (const address of pages) {
			const reply = await request.get(address);
			expect(reply.status(), address).toBe(200);
			expect(reply.headers()['content-type']).toContain('text/markdown');
			const text = await reply.text();
			expect(full).toContain(text.trim());
		}
		expect(full).toContain(`curl -X POST ${origin}/api/verification/sessions`);
		expect(full).not.toMatch(/verify\.example\.com|from=curl|<!-- generated|```try/);
		expect((await request.get('/docs/nothing.md')).status()).toBe(404);
	});
});

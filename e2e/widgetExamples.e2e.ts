import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mintKeys } from '../scripts/lib/client/operator.mjs';
import { withChromium } from './fixtures/browser';
import { bundleReact, bundleSvelte, renderNext } from './fixtures/exampleBuilds';
import { expect, test } from './fixtures/test';

interface Served {
	html: string;
	script: string;
}

const APP = '<!doctype html><div id="app"></div>';
/** Chromium refuses them as a person’s setting does: cookies, and storage with them. */
const WITHOUT_THIRD_PARTY_COOKIES = '--test-third-party-cookie-phaseout';

test.describe('The examples of the widget', () => {
	for (const name of ['html', 'react', 'svelte', 'next'] as const)
		test(`${name}: opens the flow on another site, third-party cookies blocked, down to a live camera`, async ({
			operator,
			origin,
			backend
		}) => {
			const { publishableKey, secretKey } = await mintKeys(operator);
			const settings = { KYC_HOST: origin, KYC_SECRET_KEY: secretKey, KYC_PUBLISHABLE_KEY: publishableKey };
			const served = await make[name](origin, settings);
			const started = { host: origin, publishableKey, ...(await backend.createSession()) };
			const site = createServer(({ url }, reply) => {
				const [type, body] =
					url === '/kyc/start'
						? ['application/json', JSON.stringify(started)]
						: url === '/main.js'
							? ['text/javascript', served.script]
							: ['text/html', served.html];
				reply.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
			});
			await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
			const args = ['--use-fake-device-for-media-stream', WITHOUT_THIRD_PARTY_COOKIES];
			try {
				await withChromium({ arguments: args }, async (page) => {
					const failures: string[] = [];
					page.on('pageerror', (error) => failures.push(error.message));
					await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
					await expect(page.locator('iframe')).toHaveCount(1);
					const flow = page.frameLocator('iframe');
					await expect(page.locator('#state')).toHaveText(/^Step 1 of/);
					await flow.getByRole('checkbox').check();
					await flow.getByRole('button', { name: 'Start' }).click();
					await flow.getByRole('button', { name: /^Passport/ }).click();
					await expect(page.locator('#state')).toHaveText(/^Step 2 of/);
					await flow.getByRole('button', { name: 'Open the camera' }).click();
					await expect(flow.getByRole('button', { name: 'Take the picture' })).toBeEnabled();
					expect(failures).toEqual([]);
				});
			} finally {
				site.closeAllConnections();
				site.close();
			}
		});
});

const withScript = (html: string) => `${html}<script type="module" src="/main.js"></script>`;

const make: Record<
	'html' | 'react' | 'svelte' | 'next',
	(origin: string, env: Record<string, string>) => Promise<Served>
> = {
	html: async (origin) => {
		const html = await readFile('packages/kyc-widget/examples/html/index.html', 'utf8');
		return { html: html.replace('https://verify.example.com', origin), script: '' };
	},
	react: async () => ({ html: withScript(APP), script: await bundleReact() }),
	svelte: async () => ({ html: withScript(APP), script: await bundleSvelte() }),
	next: async (_, env) => {
		const { html, script } = await renderNext(env);
		expect(html).toContain('Opening…');
		return { html: withScript(`<!doctype html>${html}`), script };
	}
};

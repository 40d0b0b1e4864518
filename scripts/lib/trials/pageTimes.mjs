import { chromium } from '@playwright/test';
import { ensureBrowser } from '../browser.mjs';
import { logInAs } from '../client/operator.mjs';
import { throwAwaySite } from '../client/throwAwaySite.mjs';

const ROUNDS = 15;

/**
 * How long the list's page takes in a browser that is in use, on this machine beside the server: from the address to the first box
 * that can be pressed, when its rows are there and its script runs. Each round comes once with an empty cache and once as people
 * come back; the first warms browser and server up and is not counted.
 * @param {{ root: string, dataDir: string, owner: { email: string, password: string } }} options a seeded folder, and one of its owners
 * @returns {Promise<{ first: number[], again: number[] }>} ms
 */
export async function pageTimes({ root, dataDir, owner }) {
	const executablePath = await ensureBrowser({ root, log: (line) => console.error(`[list] ${line}`) });
	const site = await throwAwaySite({ root, dataDir, env: { WORKER_LANES: 'delivery' } });
	const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
	try {
		const [name = '', value = ''] = (await logInAs(site.origin, owner.email, owner.password)).split('=');
		const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
		await page.context().addCookies([{ name, value, url: site.origin }]);
		const devTools = await page.context().newCDPSession(page);
		const open = async () => {
			const start = performance.now();
			await page.goto(`${site.origin}/dashboard/sessions`, { waitUntil: 'commit' });
			await page.locator('tbody input[type=checkbox]:enabled').first().waitFor();
			return performance.now() - start;
		};
		/** @type {{ first: number[], again: number[] }} */
		const taken = { first: [], again: [] };
		for (let round = 0; round <= ROUNDS; round++) {
			await page.goto('about:blank');
			await devTools.send('Network.clearBrowserCache');
			const [first, again] = [await open(), await open()];
			if (round === 0) continue;
			taken.first.push(first);
			taken.again.push(again);
		}
		return taken;
	} finally {
		await browser.close();
		await site.stop();
	}
}

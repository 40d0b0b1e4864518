import type { Page } from '@playwright/test';
import { openHostedUrl } from '../scripts/lib/client/tenant.mjs';
import { withChromium } from './fixtures/browser';
import { expect, test } from './fixtures/test';

/** A phone of the middle class on 4G, as the developer tools of Chromium name them: "Fast 4G", and a processor four times slower. */
const FAST_4G = {
	offline: false,
	latency: 165,
	downloadThroughput: (9_000_000 * 0.9) / 8,
	uploadThroughput: (1_500_000 * 0.9) / 8
};
const SLOWER = 4;
const ROUNDS = 3;
const CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

test('the capture screen can be used within 1.5 s, and the camera as long after a press, on a slow phone with an empty cache', async ({
	backend,
	origin
}) => {
	const taken: { screen: number; shutter: number }[] = [];
	for (let round = 0; round < ROUNDS; round++)
		await withChromium({ arguments: CAMERA }, async (page) => {
			const created = await backend.createSession();
			const applicant = await openHostedUrl(origin, created);
			await applicant.consent();
			// The link of the mail is followed and the document chosen before anything is timed.
			const [name = '', value = ''] = applicant.cookie.split('=');
			await page.context().addCookies([{ name, value, url: origin }]);
			const key = `document-choice-${created.sessionId}`;
			await page.addInitScript((choice) => sessionStorage.setItem(choice, 'passport'), key);
			await throttle(page);
			taken.push(await timed(page, `${origin}/verification/session/${created.sessionId}`));
		});
	const best = (of: 'screen' | 'shutter') => Math.min(...taken.map((times) => times[of]));
	const words = taken.map(({ screen, shutter }) => `${screen.toFixed(0)} + ${shutter.toFixed(0)} ms`).join(', ');
	process.stdout.write(`capture screen + enabled shutter on a slow phone: ${words}\n`);
	// The best of the rounds: what else this machine does in a moment is no property of the page.
	expect(best('screen')).toBeLessThanOrEqual(1500);
	expect(best('shutter')).toBeLessThanOrEqual(1500);
});

async function throttle(page: Page): Promise<void> {
	const devTools = await page.context().newCDPSession(page);
	await devTools.send('Network.enable');
	await devTools.send('Network.emulateNetworkConditions', FAST_4G);
	await devTools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}

/** From the address to a screen whose button works, and from its press to a shutter that does. */
async function timed(page: Page, address: string): Promise<{ screen: number; shutter: number }> {
	const start = performance.now();
	await page.goto(address, { waitUntil: 'commit' });
	const open = page.getByRole('button', { name: 'Open the camera' });
	await open.waitFor();
	const screen = performance.now() - start;
	const pressed = performance.now();
	await open.click();
	await page.getByRole('button', { name: 'Take the picture', disabled: false }).waitFor();
	return { screen, shutter: performance.now() - pressed };
}

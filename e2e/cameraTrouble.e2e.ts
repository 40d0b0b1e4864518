import type { Page } from '@playwright/test';
import { openHostedUrl } from '../scripts/lib/client/tenant.mjs';
import { withChromium } from './fixtures/browser';
import { holdersPassport } from './fixtures/specimens';
import { expect, test, type Backend } from './fixtures/test';

type CreatedSession = Awaited<ReturnType<Backend['createSession']>>;

const FAKE_CAMERA = ['--use-fake-device-for-media-stream'];
const title = (page: Page) => page.getByRole('heading', { level: 1 });

test.describe('Every way in which a camera fails has its own screen, and a way on', () => {
	test('denied: how to allow it, upload, and the flow goes on with a file', async ({ backend }) => {
		await withChromium({ arguments: FAKE_CAMERA, permissions: [] }, async (page) => {
			await openCamera(page, backend);
			await expect(title(page)).toHaveText('The camera is not allowed');
			await expect(title(page)).toBeFocused();
			await page.getByText('How to allow the camera').click();
			await expect(page.getByText(/On an iPhone or iPad/)).toBeVisible();
			const [chooser] = await Promise.all([
				page.waitForEvent('filechooser'),
				page.getByRole('button', { name: 'Upload instead' }).click()
			]);
			const { jpeg } = await holdersPassport();
			await chooser.setFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: jpeg });
			await expect(page.getByRole('button', { name: 'Use this picture' })).toBeVisible();
		});
	});

	test('missing: a computer without a camera offers upload and the phone', async ({ backend }) => {
		await withChromium({ arguments: [], wide: true }, async (page) => {
			await openCamera(page, backend);
			await expect(title(page)).toHaveText('No camera found');
			await page.getByRole('button', { name: 'Continue on your phone' }).click();
			await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
		});
	});

	test('busy: asked a second time by itself, then said', async ({ backend }) => {
		await withChromium({ arguments: FAKE_CAMERA }, async (page) => {
			await page.addInitScript(() => {
				let asked = 0;
				Object.assign(navigator.mediaDevices, {
					getUserMedia: () => {
						document.documentElement.dataset.asked = String(++asked);
						return Promise.reject(new DOMException('held', 'NotReadableError'));
					}
				});
			});
			await openCamera(page, backend);
			await expect(title(page)).toHaveText('The camera is in use');
			await expect(page.locator('html')).toHaveAttribute('data-asked', '2');
		});
	});

	test('insecure: without https the page says so instead of failing', async ({ backend, origin }) => {
		const { hostname, port } = new URL(origin);
		const rule = `--host-resolver-rules=MAP insecure.test ${hostname === 'localhost' ? '127.0.0.1' : hostname}`;
		await withChromium({ arguments: [...FAKE_CAMERA, rule] }, async (page) => {
			const created = await backend.createSession();
			await (await openHostedUrl(origin, created)).consent();
			await page.goto(created.hostedUrl.replace(origin, `http://insecure.test:${port}`));
			await page.getByRole('button', { name: /^Passport/ }).click();
			await page.getByRole('button', { name: 'Open the camera' }).click();
			await expect(title(page)).toHaveText('The camera needs a safe connection');
			await expect(page.getByRole('button', { name: 'Upload instead' })).toBeVisible();
		});
	});

	test('no frames: a granted camera that shows nothing is found out in three seconds', async ({ backend }) => {
		await withChromium({ arguments: FAKE_CAMERA }, async (page) => {
			await page.addInitScript(() => {
				const dark = document.createElement('canvas');
				Object.assign(navigator.mediaDevices, { getUserMedia: () => Promise.resolve(dark.captureStream(0)) });
			});
			await openCamera(page, backend);
			await expect(title(page)).toHaveText('The camera shows no picture', { timeout: 4500 });
		});
	});

	test('unanswered: a browser that never asks is said after ten seconds, and a late yes still opens the camera', async ({
		backend
	}) => {
		await withChromium({ arguments: FAKE_CAMERA }, async (page) => {
			await page.addInitScript(() => {
				const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
				const sayYes = new Promise((resolve) => addEventListener('yes', resolve, { once: true }));
				Object.assign(navigator.mediaDevices, {
					getUserMedia: (wish: MediaStreamConstraints) => sayYes.then(() => ask(wish))
				});
			});
			await page.clock.install();
			await openCamera(page, backend);
			await page.clock.fastForward(11_000);
			await expect(title(page)).toHaveText('Your browser has not asked yet');
			await page.clock.resume();
			await page.evaluate(() => dispatchEvent(new Event('yes')));
			await expect(page.getByRole('button', { name: 'Take the picture' })).toBeEnabled();
		});
	});

	test('lost and hidden: an ended track is said; a page that was hidden takes the camera up again by itself; one track lives, back or front', async ({
		backend,
		origin
	}) => {
		await withChromium({ arguments: ['--use-fake-device-for-media-stream=device-count=2'] }, async (page) => {
			await page.addInitScript(() => {
				const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
				const tracks: MediaStreamTrack[] = [];
				const look = () => (document.documentElement.dataset.live = String(tracks.filter(isLive).length));
				const isLive = (track: MediaStreamTrack) => track.readyState === 'live';
				Object.assign(navigator.mediaDevices, {
					getUserMedia: async (wish: MediaStreamConstraints) => {
						const stream = await ask(wish);
						tracks.push(...stream.getTracks());
						return stream;
					}
				});
				for (const event of ['ended', 'mute', 'unmute'])
					addEventListener(`track-${event}`, () => tracks.at(-1)?.dispatchEvent(new Event(event)));
				addEventListener('look', look);
			});
			const shutter = page.getByRole('button', { name: 'Take the picture' });
			const live = async () => {
				await page.evaluate(() => dispatchEvent(new Event('look')));
				return page.locator('html').getAttribute('data-live');
			};
			const created = await openCamera(page, backend);
			await expect(shutter).toBeEnabled();
			expect(await live()).toBe('1');
			await setHidden(page, true);
			await expect.poll(live).toBe('0');
			await setHidden(page, false);
			await expect(shutter).toBeEnabled();
			expect(await live()).toBe('1');
			// A call comes in, and ends.
			await page.evaluate(() => dispatchEvent(new Event('track-mute')));
			await expect(title(page)).toHaveText('The camera stopped');
			await page.evaluate(() => dispatchEvent(new Event('track-unmute')));
			await expect(shutter).toBeEnabled();
			await page.evaluate(() => dispatchEvent(new Event('track-ended')));
			await expect(title(page)).toHaveText('The camera stopped');
			await page.getByRole('button', { name: 'Try again' }).click();
			await expect(shutter).toBeEnabled();
			expect(await live()).toBe('1');
			await page.getByRole('button', { name: 'Close the camera' }).click();
			expect(await live()).toBe('0');
			// The back button closes it too, and the check stays.
			await page.getByRole('button', { name: 'Open the camera' }).click();
			await expect(shutter).toBeEnabled();
			expect(await live()).toBe('1');
			await page.goBack();
			await expect(title(page)).toHaveText('The page with your picture');
			expect(await live()).toBe('0');
			await page.getByRole('button', { name: 'Open the camera' }).click();
			await expect(shutter).toBeEnabled();
			await page.getByRole('button', { name: 'Switch camera' }).click();
			await expect(shutter).toBeEnabled();
			expect(await live()).toBe('1');
			await (await openHostedUrl(origin, created)).upload('id_front', (await holdersPassport()).jpeg);
			await expect(title(page)).toHaveText('Now your face', { timeout: 60_000 });
			expect(await live()).toBe('0');
			await page.getByRole('button', { name: 'Open the camera' }).click();
			await expect(shutter).toBeEnabled();
			expect(await live()).toBe('1');
		});
	});
});

async function openCamera(page: Page, backend: Backend): Promise<CreatedSession> {
	const created = await backend.createSession();
	await page.goto(created.hostedUrl);
	await page.getByRole('checkbox').check();
	await page.getByRole('button', { name: 'Start' }).click();
	await page.getByRole('button', { name: /^Passport/ }).click();
	await page.getByRole('button', { name: 'Open the camera' }).click();
	return created;
}

/** As when another app comes to the front. */
function setHidden(page: Page, hidden: boolean): Promise<void> {
	return page.evaluate(
		(state) => {
			Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
			document.dispatchEvent(new Event('visibilitychange'));
		},
		hidden ? 'hidden' : 'visible'
	);
}

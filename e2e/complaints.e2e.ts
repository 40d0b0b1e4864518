import { openHostedUrl, until } from '../scripts/lib/client/tenant.mjs';
import { holdersPassport, holdersSelfie } from './fixtures/specimens';
import { expect, test } from './fixtures/test';

test.describe('What people complain about elsewhere', () => {
	test('complaint 13: a connection that breaks during the upload leaves no error page; the picture arrives once it is back', async ({
		backend,
		context,
		origin,
		page
	}) => {
		const created = await backend.createSession();
		const applicant = await openHostedUrl(origin, created);
		await applicant.consent();
		await page.goto(created.hostedUrl);
		await page.getByRole('button', { name: /^Passport/ }).click();
		const { jpeg } = await holdersPassport();
		await page.locator('input[type=file]').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: jpeg });
		await context.setOffline(true);
		// A double click sends one picture.
		await page.getByRole('button', { name: 'Use this picture' }).dblclick();
		await expect(page.getByText('The connection is weak', { exact: false })).toBeVisible();
		await context.setOffline(false);
		await expect(page.getByRole('heading', { name: 'Reading your document' })).toBeVisible();
		const { slots } = await applicant.progress();
		expect(slots.find(({ slot }: { slot: string }) => slot === 'id_front')).toMatchObject({ attempt: 1 });
	});

	test('complaint 13: a picture that a busy server did not take is kept, and sent again by one press', async ({
		backend,
		origin,
		page
	}) => {
		const created = await backend.createSession();
		const applicant = await openHostedUrl(origin, created);
		await applicant.consent();
		await page.goto(created.hostedUrl);
		await page.getByRole('button', { name: /^Passport/ }).click();
		const { jpeg } = await holdersPassport();
		await page.locator('input[type=file]').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: jpeg });
		await page.clock.install();
		const error = { code: 'UNAVAILABLE', message: '', requestId: 'req-of-the-test', docUrl: '' };
		await page.route('**/evidence/id_front', (route) => route.fulfill({ status: 503, json: { ok: false, error } }));
		await page.getByRole('button', { name: 'Use this picture' }).click();
		await expect(page.getByText('The server is busy', { exact: false })).toBeVisible();
		const again = page.getByRole('button', { name: 'Send again' });
		await until('six tries', async () => {
			await page.clock.fastForward(20_000);
			return (await again.isVisible()) || undefined;
		});
		await expect(page.getByRole('img', { name: 'The picture of your document' })).toBeVisible();
		await expect(page.getByText('req-of-the-test')).toBeVisible();
		await page.unroute('**/evidence/id_front');
		await page.clock.resume();
		await again.click();
		await expect(page.getByRole('heading', { name: 'Reading your document' })).toBeVisible();
	});

	test('complaint 16: refresh, the back button and "Try again" lead back to the same step, also with storage blocked', async ({
		backend,
		page
	}) => {
		await page.addInitScript(() => {
			Object.defineProperty(window, 'sessionStorage', {
				get: () => {
					throw new DOMException('blocked', 'SecurityError');
				}
			});
		});
		await page.goto((await backend.createSession()).hostedUrl);
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Start' }).click();
		const title = page.getByRole('heading', { level: 1 });
		await expect(title).toHaveText('Which document do you have?');
		await page.reload();
		await expect(title).toHaveText('Which document do you have?');
		await page.goto('about:blank');
		await page.goBack();
		await expect(title).toHaveText('Which document do you have?');
		// A device without a camera: as often as it is tried, the way on stays.
		await page.getByRole('button', { name: /^Passport/ }).click();
		await page.getByRole('button', { name: 'Open the camera' }).click();
		await expect(title).toHaveText('No camera found');
		await page.getByRole('button', { name: 'Try again' }).click();
		await expect(title).toHaveText('No camera found');
		await page.getByRole('button', { name: 'Back', exact: true }).click();
		await expect(title).toHaveText('The page with your picture');
	});

	test('complaint 16: every later step is still there after a refresh and after the back button', async ({
		backend,
		origin,
		page
	}) => {
		test.setTimeout(120_000);
		const created = await backend.createSession({ policy: { require: { idBack: false } } });
		const applicant = await openHostedUrl(origin, created);
		await applicant.consent();
		await page.goto(created.hostedUrl);
		const title = page.getByRole('heading', { level: 1 });
		const stays = async (heading: string) => {
			await expect(title).toHaveText(heading, { timeout: 90_000 });
			await page.reload();
			await expect(title).toHaveText(heading);
			await page.goto('about:blank');
			await page.goBack();
			await expect(title).toHaveText(heading);
		};
		await applicant.upload('id_front', (await holdersPassport()).jpeg);
		await stays('Now your face');
		await applicant.upload('selfie', (await holdersSelfie()).jpeg);
		await stays('Show that you are there');
		await page.getByRole('button', { name: 'Go on without movements' }).click();
		await page.getByRole('button', { name: 'Go on', exact: true }).click();
		await stays('That is everything');
	});
});

import { devices } from '@playwright/test';
import { signUp } from '../scripts/lib/client/operator.mjs';
import { until } from '../scripts/lib/client/tenant.mjs';
import { logIn } from './fixtures/played';
import { cleanAt } from './fixtures/violations';
import { expect, test, WEBHOOK_SECRET } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'] });

test.describe('A test event', () => {
	test('is sent to the default receiver, which answers; why it failed is told where it did', async ({
		page,
		origin,
		receiver
	}) => {
		test.setTimeout(90_000);
		const person = await signUp(origin, 'Trying House');
		await logIn(page, person);
		await page.goto(`${origin}/dashboard/settings/webhooks`);
		await expect(page.getByText('Save a default receiver first')).toBeVisible();
		await page.getByLabel('URL').fill(receiver.url);
		await page.getByLabel('Signing secret').fill(WEBHOOK_SECRET);
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await page.getByLabel('Type').selectOption('verification.extraction');
		await page.getByRole('button', { name: 'Send a test event' }).click();
		const answer = page.getByRole('region', { name: 'Answer to the test event' });
		await expect(answer).toContainText('Received');
		await expect(answer).toContainText('200');
		const sent = await until('the test event', async () => receiver.deliveries[0]);
		expect(sent.verified).toBe(true);
		expect(sent.event).toMatchObject({ event: 'verification.extraction', sample: true, externalUserId: null });
		await expect(answer).toContainText(sent.event.id);

		receiver.answerWith(503);
		await page.getByRole('button', { name: 'Send a test event' }).click();
		await expect(answer).toContainText('Not received');
		await expect(answer.getByRole('link', { name: 'status_503' })).toHaveAttribute(
			'href',
			'/docs/webhooks#why-an-attempt-failed'
		);
		for (const width of [360, 1280]) {
			await page.setViewportSize({ width, height: 900 });
			await cleanAt(page, width);
		}
		await page.goto(`${origin}/dashboard/audit`);
		await expect(page.getByRole('table').getByText('Test event sent')).toHaveCount(2);
	});
});

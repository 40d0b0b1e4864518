import { devices } from '@playwright/test';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { openHostedUrl, tenant, until } from '../scripts/lib/client/tenant.mjs';
import { holdersPassport } from './fixtures/specimens';
import { logIn } from './fixtures/played';
import { expect, test, WEBHOOK_SECRET } from './fixtures/test';
import { cleanAtEverySize } from './fixtures/violations';

test.use({ ...devices['Desktop Chrome'] });

test('the event log: an event is found by its session, its payload and attempts are read, and it is sent again', async ({
	page,
	origin,
	receiver
}) => {
	test.setTimeout(180_000);
	const person = await signUp(origin, 'Event House');
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	const created = await backend.createSession({ webhookUrl: receiver.url, webhookSecret: WEBHOOK_SECRET });
	const applicant = await openHostedUrl(origin, created);
	await applicant.consent();
	expect((await applicant.upload('id_front', (await holdersPassport()).jpeg)).status).toBe(202);
	const first = await until('the event of the document', async () => receiver.deliveries[0], { timeoutMs: 120_000 });

	await logIn(page, person);
	await page.goto(`${origin}/dashboard/events`);
	await expect(page.getByRole('heading', { name: 'Event log' })).toBeVisible();

	await page.getByLabel('Event id or session id').fill('evt_of_nobody');
	await page.getByRole('button', { name: 'Search', exact: true }).click();
	await expect(page.getByText('No event matches')).toBeVisible();
	await page.getByLabel('Event id or session id').fill(created.sessionId);
	await page.getByLabel('Delivery').selectOption('Delivered');
	await page.getByRole('button', { name: 'Search', exact: true }).click();
	await expect(page).toHaveURL(/state=delivered/);
	await page.getByRole('link', { name: 'verification.extraction' }).click();

	await expect(page.getByText(first.event.id).first()).toBeVisible();
	await expect(page.getByText('Attempt 1')).toBeVisible();
	await expect(page.getByLabel('Payload', { exact: true })).toHaveCount(0);
	await page.getByRole('button', { name: 'Show the payload' }).click();
	await expect(page.getByLabel('Payload', { exact: true })).toContainText(created.sessionId);

	await page.getByRole('button', { name: 'Send again' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Queued to be sent again.' })).toBeVisible();
	const again = await until('the same event once more', async () => receiver.deliveries[1]);
	expect(again.event.id).toBe(first.event.id);
	expect(again.verified).toBe(true);

	await cleanAtEverySize(page, [
		{ url: `${origin}/dashboard/events/${first.event.id}`, shows: first.event.id },
		{ url: `${origin}/dashboard/events`, shows: first.event.id }
	]);

	await page.goto(`${origin}/dashboard/events/evt_of_nobody`);
	await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
});

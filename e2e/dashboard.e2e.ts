import { signUp } from '../scripts/lib/client/operator.mjs';
import { openHostedUrl, tenant, until } from '../scripts/lib/client/tenant.mjs';
import { holdersPassport, holdersSelfie } from './fixtures/specimens';
import { devices } from '@playwright/test';
import { expect, test, WEBHOOK_SECRET } from './fixtures/test';

test.use({ ...devices['Desktop Chrome'] });

test.describe('The dashboard', () => {
	test('log in, mint a key that is shown once, decide a session: the decision goes out as an event', async ({
		page,
		origin,
		receiver
	}) => {
		test.setTimeout(180_000);
		const person = await signUp(origin, 'Review House');
		await page.goto(`${origin}/dashboard/settings/api-keys`);
		await expect(page).toHaveURL(/\/login/);
		await page.getByLabel(/e-?mail/i).fill(person.email);
		await page.getByLabel(/password/i).fill(person.password);
		await page.getByRole('button', { name: 'Log in' }).click();
		await expect(page).toHaveURL(/\/dashboard/);

		await page.goto(`${origin}/dashboard/settings/api-keys`);
		await page.getByRole('button', { name: 'Create key pair' }).first().click();
		const dialog = page.getByRole('dialog');
		await dialog.getByLabel('Label').fill('backend-dev');
		await dialog.getByRole('button', { name: 'Create', exact: true }).click();
		const secretKey = await dialog.getByText(/^sk_test_[0-9a-f]{56}$/).innerText();
		await dialog.getByRole('button', { name: 'I have stored them' }).click();
		await expect(page.getByText(secretKey)).toHaveCount(0);
		await page.reload();
		await expect(page.getByText('backend-dev', { exact: true })).toBeVisible();
		expect(await page.content()).not.toContain(secretKey);

		const backend = tenant(origin, secretKey);
		const created = await backend.createSession({ webhookUrl: receiver.url, webhookSecret: WEBHOOK_SECRET });
		const applicant = await openHostedUrl(origin, created);
		await applicant.consent();
		expect((await applicant.upload('id_front', (await holdersPassport()).jpeg)).status).toBe(202);
		expect((await applicant.upload('selfie', (await holdersSelfie()).jpeg)).status).toBe(202);
		expect((await applicant.submit()).status).toBeLessThan(300);
		await until(
			'the decision by policy',
			async () => (await backend.readSession(created.sessionId)).decision ?? undefined,
			{
				timeoutMs: 90_000
			}
		);

		await page.goto(`${origin}/dashboard/sessions/${created.sessionId}`);
		await page.getByRole('button', { name: 'Approve', exact: true }).click();
		await page.getByRole('button', { name: 'Approve this person' }).click();
		await expect(page.getByText('Approved').first()).toBeVisible();
		const approved = await until('the event of the decision', async () =>
			receiver.deliveries.find(
				({ event }) => event.event === 'verification.completed' && event.reviewStatus === 'approved'
			)
		);
		expect(approved.verified).toBe(true);
		expect(approved.event.decision.decidedBy).not.toBe('policy');
		expect((await backend.readSession(created.sessionId)).reviewStatus).toBe('approved');
	});

	test('a decision from another site is refused, cookie or not', async ({ operator, origin }) => {
		const fromElsewhere: Record<string, string>[] = [
			{ origin: 'https://evil.example' },
			{ origin: 'null' },
			{ 'sec-fetch-site': 'cross-site' }
		];
		for (const headers of fromElsewhere) {
			const reply = await fetch(`${origin}/api/trpc/review.decide`, {
				method: 'POST',
				headers: {
					cookie: operator.cookie,
					'content-type': 'application/json',
					...headers
				},
				body: '{}'
			});
			expect(reply.status, JSON.stringify(headers)).toBe(403);
		}
	});
});

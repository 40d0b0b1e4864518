import { devices } from '@playwright/test';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { tenant } from '../scripts/lib/client/tenant.mjs';
import { logIn, sendToPerson } from './fixtures/played';
import { expect, test } from './fixtures/test';
import { cleanAtEverySize } from './fixtures/violations';

test.use({ ...devices['Desktop Chrome'], actionTimeout: 15_000 });

const MINUTE = 60_000;

test('the review queue marks a wait by the organization’s own times, which nobody saves over somebody else’s', async ({
	page,
	context,
	origin,
	dataDir
}) => {
	const person = await signUp(origin, 'Punctual House');
	const backend = tenant(origin, (await mintKeys(person)).secretKey);
	for (const [name, minutes] of [
		['fresh', 5],
		['soon', 25],
		['late', 50]
	] as const) {
		const { sessionId } = await backend.createSession({ externalUserId: name });
		sendToPerson(dataDir, sessionId, minutes * MINUTE);
	}
	await logIn(page, person);
	const queue = `${origin}/dashboard/review?environment=test`;
	await page.goto(queue);
	await expect(page.getByText('Marked after 4 h, late after 24 h.')).toBeVisible();
	await expect(page.getByText('waits too long')).toHaveCount(0);

	const stale = await context.newPage();
	await stale.goto(`${origin}/dashboard/settings/policy`);
	await page.getByRole('link', { name: 'Change these times' }).click();
	await expect(page.getByRole('heading', { name: 'Review times' })).toBeInViewport();
	await expect(page.getByText('Nothing saved yet: four hours and a day apply.')).toBeVisible();
	await page.getByLabel('Marked after (hours)').fill('0.75');
	await page.getByLabel('Late after (hours)').fill('0.25');
	await expect(page.getByText('Late has to come after marked.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Save review times' })).toBeDisabled();
	await page.getByLabel('Marked after (hours)').fill('0.25');
	await page.getByLabel('Late after (hours)').fill('0.75');
	await page.getByRole('button', { name: 'Save review times' }).click();
	await expect(page.getByText('Saved. The queue goes by it.')).toBeVisible();

	await stale.getByLabel('Late after (hours)').fill('8');
	await stale.getByRole('button', { name: 'Save review times' }).click();
	await expect(stale.getByRole('alert')).toBeVisible();
	await expect(stale.getByLabel('Late after (hours)')).toHaveValue('8');
	await stale.getByRole('button', { name: 'Show the newest version' }).click();
	await expect(stale.getByLabel('Late after (hours)')).toHaveValue('0.75');

	await page.goto(queue);
	await expect(page.getByText('Marked after 15 min, late after 45 min.')).toBeVisible();
	const wait = (name: string) => page.getByRole('row', { name }).locator('td').first();
	await expect(wait('late')).toContainText('waits too long');
	await expect(wait('soon')).toHaveClass(/soon/);
	await expect(wait('fresh')).toHaveClass(/fresh/);
	await page.goto(`${origin}/dashboard/audit`);
	await expect(page.getByRole('table').getByText('Review times saved')).toHaveCount(1);
	await cleanAtEverySize(page, [{ url: queue, shows: 'Marked after 15 min' }]);
});

test('settings, people, keys and logs fit every width and are clean by axe, in light and dark', async ({
	page,
	origin
}) => {
	test.setTimeout(400_000);
	const person = await signUp(origin, 'Spotless House');
	await mintKeys(person);
	await logIn(page, person);
	await cleanAtEverySize(page, [
		{ url: `${origin}/dashboard/settings/policy`, shows: 'Review times' },
		{ url: `${origin}/dashboard/settings/people`, shows: person.email },
		{ url: `${origin}/dashboard/settings/branding`, shows: 'Spotless House' },
		{ url: `${origin}/dashboard/settings/webhooks`, shows: 'Default receiver' },
		{ url: `${origin}/dashboard/account`, shows: 'Password' },
		{ url: `${origin}/dashboard/audit`, shows: 'API key minted' }
	]);
});

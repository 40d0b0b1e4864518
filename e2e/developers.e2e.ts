import { devices, type Page } from '@playwright/test';
import { createHmac } from 'node:crypto';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import type { Delivery } from '../scripts/lib/client/receiver.mjs';
import { tenant, until } from '../scripts/lib/client/tenant.mjs';
import { logIn, played } from './fixtures/played';
import { expect, test, WEBHOOK_SECRET } from './fixtures/test';
import { cleanAtEverySize } from './fixtures/violations';

test.use({ ...devices['Desktop Chrome'], actionTimeout: 15_000 });

test.describe('The developers’ corner', () => {
	test('a key that is revoked in the dashboard is refused at the next call, and stands there as revoked', async ({
		page,
		origin
	}) => {
		const person = await signUp(origin, 'Revoking House');
		const backend = tenant(origin, (await mintKeys(person)).secretKey);
		expect((await backend.call('sessions')).status).toBe(200);
		await logIn(page, person);
		await page.goto(`${origin}/dashboard/settings/api-keys`);
		await page.getByRole('button', { name: 'Revoke backend-dev' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		expect((await backend.call('sessions')).status).toBe(200);

		await page.getByRole('button', { name: 'Revoke backend-dev' }).click();
		await dialog.getByRole('button', { name: 'Revoke for good' }).click();
		await expect(page.getByRole('row', { name: /backend-dev/ })).toContainText('Revoked');
		await expect(async () => expect((await backend.call('sessions')).status).toBe(401)).toPass({ timeout: 1000 });
		const refused = await (await backend.call('sessions')).json();
		expect(refused.error.code).toBe('API_KEY_INVALID');
		await expect(page.getByRole('button', { name: 'Revoke backend-dev' })).toHaveCount(0);
		await cleanAtEverySize(page, [{ url: `${origin}/dashboard/settings/api-keys`, shows: 'backend-dev' }]);
	});

	test('a paused receiver is resumed: what waited for it goes out, and why it was paused is one click away', async ({
		page,
		origin,
		receiver
	}) => {
		const person = await signUp(origin, 'Resuming House');
		const backend = tenant(origin, (await mintKeys(person)).secretKey);
		await logIn(page, person);
		receiver.answerWith(410);
		await played(backend, 'pending_review', { webhookUrl: receiver.url, webhookSecret: WEBHOOK_SECRET });
		const gone = await until('the refused event', async () => receiver.deliveries[0]);
		await page.goto(`${origin}/dashboard/settings/webhooks`, { waitUntil: 'networkidle' });
		await expect(page.getByText('It answered 410 Gone')).toBeVisible();
		receiver.answerWith(200);
		await page.getByRole('button', { name: `Resume ${receiver.url}` }).click();
		await expect(page.getByText('Active', { exact: true })).toBeVisible();
		const waited = await until('what waited', async () => receiver.deliveries[1]);
		expect(waited.event.event).toBe('verification.completed');
		await page.goto(`${origin}/dashboard/events/${gone.event.id}`);
		await page.getByRole('link', { name: 'status_410' }).click();
		await expect(page.getByRole('heading', { name: 'Why an attempt failed' })).toBeInViewport();
	});

	test('while the default’s old secret works on, its receivers can check an event by either', async ({
		page,
		origin,
		receiver
	}) => {
		const OLD = 'the-secret-before-of-16-characters';
		const person = await signUp(origin, 'Rotating House');
		const backend = tenant(origin, (await mintKeys(person)).secretKey);
		await logIn(page, person);
		await page.goto(`${origin}/dashboard/settings/webhooks`, { waitUntil: 'networkidle' });
		await page.getByLabel('URL').fill(receiver.url);
		await page.getByLabel('Signing secret').fill(OLD);
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await page.getByLabel('New signing secret').fill(WEBHOOK_SECRET);
		await page.getByLabel('Hours during which the old secret signs too').fill('1');
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await expect(page.getByText('The old secret signs too until')).toBeVisible();

		await played(backend, 'pending_review');
		const sent = await until('an event', async () => receiver.deliveries[0]);
		expect(sent.verified).toBe(true);
		const signatures = String(sent.headers['webhook-signature']).split(' ');
		expect(signatures).toEqual([standardSignature(sent, WEBHOOK_SECRET), standardSignature(sent, OLD)]);
	});

	test('the embed origins say whose page may frame the flow, from the next page that is loaded', async ({
		page,
		origin,
		receiver
	}) => {
		const person = await signUp(origin, 'Framing House');
		const { publishableKey } = await mintKeys(person);
		const embedded = `${origin}/verification/embed?key=${publishableKey}`;
		await logIn(page, person);
		const tenantPage = await page.context().newPage();
		expect(await framed(tenantPage, receiver.origin, embedded)).toBe(true);

		await page.goto(`${origin}/dashboard/settings/api-keys?environment=test`);
		const origins = page.getByLabel('Allowed origins');
		const save = async (text: string) => {
			await origins.fill(text);
			await page.getByRole('button', { name: 'Save origins' }).click();
			await expect(page.getByText('Pages that are loaded from now on follow it')).toBeVisible();
		};
		await save('https://shop.example');
		expect(await framed(tenantPage, receiver.origin, embedded)).toBe(false);
		await save(`https://shop.example\n${receiver.origin}`);
		expect(await framed(tenantPage, receiver.origin, embedded)).toBe(true);
		const rule = (await fetch(embedded)).headers.get('content-security-policy') ?? '';
		expect(/frame-ancestors ([^;]*)/.exec(rule)?.[1]?.split(' ').sort()).toEqual(
			[receiver.origin, 'https://shop.example'].sort()
		);
	});

	test('a range of what was given up is sent again: the same events, signed anew, and nothing else', async ({
		page,
		origin,
		receiver
	}) => {
		const person = await signUp(origin, 'Resending House');
		const backend = tenant(origin, (await mintKeys(person)).secretKey);
		const begun = Date.now();
		receiver.answerWith(410);
		const urls = ['/one', '/two'].map((path) => receiver.origin + path);
		await Promise.all(
			urls.map((webhookUrl) => played(backend, 'pending_review', { webhookUrl, webhookSecret: WEBHOOK_SECRET }))
		);
		const givenUp = await until('both refused', async () =>
			receiver.deliveries.length === 2 ? receiver.deliveries.map(({ event }) => event.id) : undefined
		);
		await logIn(page, person);
		await page.goto(`${origin}/dashboard/settings/webhooks`, { waitUntil: 'networkidle' });
		receiver.answerWith(200);
		for (const url of urls) {
			await page.getByRole('button', { name: `Resume ${url}` }).click();
			await expect(page.getByRole('button', { name: `Resume ${url}` })).toHaveCount(0);
		}
		await until('what waited for both', async () => receiver.deliveries[3]);

		await page.getByLabel('From').fill(local(new Date(begun - 1000)));
		await page.getByLabel('To', { exact: true }).fill(local(new Date(Date.now() + 1000)));
		await page.getByRole('button', { name: 'Send again' }).click();
		await expect(page.getByText('2 queued.')).toBeVisible();
		await until('both once more', async () => receiver.deliveries[5]);
		const again = receiver.deliveries.slice(4);
		expect(again.map(({ event }) => event.id).sort()).toEqual(givenUp.sort());
		expect(again.every(({ verified }) => verified)).toBe(true);
	});
});

/** As the browser's own field takes it: local time, no zone. */
function local(at: Date): string {
	return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** Standard Webhooks v1, as its libraries make it anew to compare. */
function standardSignature({ headers, body }: Delivery, secret: string): string {
	const signed = createHmac('sha256', secret).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`);
	return `v1,${signed.update(body).digest('base64')}`;
}

/** Whether a page of this site gets the address into a frame. */
async function framed(page: Page, site: string, address: string): Promise<boolean> {
	await page.goto(site);
	await page.evaluate(async (src) => {
		const frame = document.createElement('iframe');
		const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
		frame.src = src;
		document.body.append(frame);
		await loaded;
	}, address);
	return page.frames().some((frame) => frame.url() === address);
}

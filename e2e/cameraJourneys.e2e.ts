import type { Page } from '@playwright/test';
import { drawBill, drawIdCard, specimenPerson } from '../src/lib/server/vision/testing';
import { until } from '../scripts/lib/client/tenant.mjs';
import { withCamera } from './fixtures/browser';
import { moveAsAsked, takePicture } from './fixtures/byCamera';
import { asCameraVideo, HOLDER, holdersPassport, holdersSelfie } from './fixtures/specimens';
import { expect, test } from './fixtures/test';

const SEED = 4;
const DAY_MS = 86_400_000;

interface Scene {
	shows: Parameters<typeof asCameraVideo>[0];
	act(page: Page, video: string): Promise<void>;
}

/** One device after another, each with a camera that shows one thing; gives the ms that went by in front of them. */
async function walk(hostedUrl: string, scenes: Scene[]): Promise<number> {
	let ms = 0;
	for (const { shows, act } of scenes)
		await asCameraVideo(shows, (video) =>
			withCamera(video, async (phone) => {
				const page = await phone.newPage();
				const startedAt = performance.now();
				await page.goto(hostedUrl);
				await act(page, video);
				ms += performance.now() - startedAt;
			})
		);
	return ms;
}

const heading = (page: Page, name: string) =>
	expect(page.getByRole('heading', { level: 1 })).toHaveText(name, { timeout: 90_000 });

async function begin(page: Page, document: RegExp): Promise<void> {
	await page.getByRole('checkbox').check();
	await page.getByRole('button', { name: 'Start' }).click();
	await page.getByRole('button', { name: document }).click();
}

async function send(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Send for checking' }).click({ timeout: 90_000 });
	await expect(page.getByRole('button', { name: 'Send for checking' })).toBeHidden();
}

const decided = (backend: { readSession(id: string): Promise<{ status: string; checks: Check[] }> }, id: string) =>
	until(
		'the decision',
		async () => {
			const seen = await backend.readSession(id);
			return seen.status === 'completed' ? seen : undefined;
		},
		{ timeoutMs: 90_000 }
	);

interface Check {
	name: string;
	outcome: string;
	reasonCodes: string[];
}

test.describe('Whole journeys by camera', () => {
	test('a scripted person is through with passport, face and movements within a minute', async ({ backend }) => {
		test.setTimeout(300_000);
		const { hostedUrl, sessionId } = await backend.createSession();
		const ms = await walk(hostedUrl, [
			{
				shows: await holdersPassport(),
				async act(page) {
					await begin(page, /^Passport/);
					await takePicture(page);
					await heading(page, 'Now your face');
				}
			},
			{
				shows: await holdersSelfie(),
				async act(page, video) {
					await takePicture(page);
					await heading(page, 'Show that you are there');
					await moveAsAsked(page, video);
					await send(page);
				}
			}
		]);
		process.stdout.write(`passport, face and movements: ${(ms / 1000).toFixed(1)} s\n`);
		const { checks } = await decided(backend, sessionId);
		expect(checks.find(({ name }) => name === 'liveness')).toMatchObject({ outcome: 'pass' });
		expect(ms).toBeLessThanOrEqual(60_000);
	});

	test('a card has two sides: both are asked for, told apart and read', async ({ backend }) => {
		test.setTimeout(300_000);
		const { hostedUrl, sessionId } = await backend.createSession({
			policy: { require: { liveness: false, selfie: false, idBack: 'auto' } }
		});
		const now = Date.now();
		const day = (days: number) => new Date(now + days * DAY_MS).toISOString().slice(0, 10);
		const dates = { dateOfIssue: day(-730), dateOfExpiry: day(2920) };
		const card = await drawIdCard({ seed: SEED, portrait: HOLDER.document, ...dates });
		await walk(hostedUrl, [
			{
				shows: card.front,
				async act(page) {
					await begin(page, /^Identity card/);
					await takePicture(page);
					await heading(page, 'Now the back');
				}
			},
			{
				shows: card.back,
				async act(page) {
					await takePicture(page);
					await send(page);
				}
			}
		]);
		const session = await decided(backend, sessionId);
		expect(session).toMatchObject({ fields: { documentNumber: expect.anything() } });
		const mrz = session.checks.find(({ name }) => name === 'mrz');
		expect(mrz?.outcome).toBe('pass');
	});

	test('a proof of address is photographed too, and its address is read', async ({ backend }) => {
		test.setTimeout(300_000);
		const { hostedUrl, sessionId } = await backend.createSession({
			policy: { require: { liveness: false, selfie: false, idBack: false, poa: true } }
		});
		const documentDate = new Date(Date.now() - 30 * DAY_MS).toISOString().slice(0, 10);
		const bill = await drawBill({ seed: SEED, person: specimenPerson(SEED), documentDate });
		await walk(hostedUrl, [
			{
				shows: await holdersPassport(),
				async act(page) {
					await begin(page, /^Passport/);
					await takePicture(page);
					await heading(page, 'Proof of your address');
				}
			},
			{
				shows: bill,
				async act(page) {
					await takePicture(page);
					await send(page);
				}
			}
		]);
		const { checks } = await decided(backend, sessionId);
		expect(checks.find(({ name }) => name === 'address')?.outcome).toBe('pass');
	});
});

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { openHostedUrl, tenant, until } from '../scripts/lib/client/tenant.mjs';
import { giveFile } from './fixtures/byFile';
import { holdersPassport, holdersSelfie } from './fixtures/specimens';
import { expect, test } from './fixtures/test';

const DAY_MS = 24 * 60 * 60_000;
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
/** Nothing that needs a camera. */
const FILES_ONLY = { policy: { require: { liveness: false, idBack: false } } };

test.describe('Trouble on the applicant’s side', () => {
	for (const [words, offsetMs] of [
		['a day slow', -DAY_MS],
		['a day fast', DAY_MS]
	] as const) {
		test(`a clock that is ${words}: the whole way by files, to the end`, async ({ backend, page }) => {
			test.setTimeout(180_000);
			const { hostedUrl, sessionId } = await backend.createSession(FILES_ONLY);
			await page.addInitScript((offset) => {
				const right = Date.now.bind(Date);
				Date.now = () => right() + offset;
			}, offsetMs);
			await page.goto(hostedUrl);
			await page.getByRole('checkbox').check();
			await page.getByRole('button', { name: 'Start' }).click();
			await page.getByRole('button', { name: /^Passport/ }).click();
			await giveFile(page, (await holdersPassport()).jpeg);
			await expect(heading(page)).toHaveText('Now your face', { timeout: 90_000 });
			await giveFile(page, (await holdersSelfie()).jpeg);
			await page.getByRole('button', { name: 'Send for checking' }).click({ timeout: 90_000 });
			await until(
				'the end of capture',
				async () => ['processing', 'completed'].includes((await backend.readSession(sessionId)).status) || undefined
			);
		});

		test(`a clock that is ${words}: a code for the phone is renewed before it dies, and not sooner`, async ({
			backend,
			browser
		}) => {
			const context = await browser.newContext({
				viewport: { width: 1280, height: 860 },
				isMobile: false,
				hasTouch: false
			});
			try {
				const page = await context.newPage();
				let codes = 0;
				page.on('response', (reply) => void (codes += Number(reply.url().endsWith('/handoff') && reply.ok())));
				await page.clock.install({ time: Date.now() + offsetMs });
				await page.goto((await backend.createSession()).hostedUrl);
				await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
				expect(codes).toBe(1);
				await page.clock.runFor(4 * 60_000);
				expect(codes).toBe(1);
				await page.clock.runFor(30_000);
				await expect.poll(() => codes).toBe(2);
			} finally {
				await context.close();
			}
		});
	}

	test('pictures that come out of order: the face before the document, both taken once, and what is not asked for is refused', async ({
		backend,
		origin
	}) => {
		test.setTimeout(120_000);
		const applicant = await openHostedUrl(origin, await backend.createSession(FILES_ONLY));
		const [{ jpeg: passport }, { jpeg: selfie }] = [await holdersPassport(), await holdersSelfie()];
		const early = await applicant.upload('selfie', selfie);
		expect([early.status, (await early.json()).error.code]).toEqual([409, 'CONSENT_REQUIRED']);
		expect((await applicant.consent()).status).toBe(200);
		expect((await applicant.submit()).status).toBe(409);
		const first = await applicant.upload('selfie', selfie);
		expect([first.status, (await first.json()).next]).toEqual([202, 'id_front']);
		const bill = await applicant.upload('poa', passport);
		expect([bill.status, (await bill.json()).error.code]).toEqual([409, 'SLOT_NOT_EXPECTED']);
		expect((await applicant.upload('id_front', passport)).status).toBe(202);
		await until(
			'both, read',
			async () => {
				const { step, waiting } = await applicant.progress();
				return (step === 'submit' && !waiting) || undefined;
			},
			{ timeoutMs: 60_000 }
		);
		const { slots } = await applicant.progress();
		expect(slots.filter(({ required }: { required: boolean }) => required)).toMatchObject([
			{ slot: 'id_front', state: 'accepted', attempt: 1 },
			{ slot: 'selfie', state: 'accepted', attempt: 1 }
		]);
		expect((await applicant.submit()).status).toBe(200);
		const late = await applicant.upload('selfie', selfie);
		expect([late.status, (await late.json()).error.code]).toEqual([409, 'SESSION_FINISHED']);
	});

	test('a double click in every step does each thing once', async ({ backend, page }) => {
		test.setTimeout(180_000);
		const { hostedUrl, sessionId } = await backend.createSession(FILES_ONLY);
		await page.goto(hostedUrl);
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Start' }).dblclick();
		await expect(heading(page)).toHaveText('Which document do you have?');
		await page.getByRole('button', { name: /^Passport/ }).dblclick();
		await giveFile(page, (await holdersPassport()).jpeg, { press: 'dblclick' });
		await expect(heading(page)).toHaveText('Now your face', { timeout: 90_000 });
		await giveFile(page, (await holdersSelfie()).jpeg, { press: 'dblclick' });
		await page.getByRole('button', { name: 'Send for checking' }).dblclick({ timeout: 90_000 });
		const { timeline } = await until('the decision', async () => {
			const seen = await backend.readSession(sessionId);
			return seen.status === 'completed' ? seen : undefined;
		});
		const count = (action: string) => timeline.filter((entry: { action: string }) => entry.action === action).length;
		expect([count('consent.given'), count('evidence.submitted'), count('session.submitted')]).toEqual([1, 2, 1]);
	});

	test('a page that stood open until the session ended says so by itself or at the next press, in words', async ({
		ownSite,
		page
	}) => {
		const backend = tenant(ownSite.origin, (await mintKeys(await signUp(ownSite.origin))).secretKey);
		const database = new Database(join(ownSite.dataDir, 'idbeyond.db'));
		const expire = (id: string) =>
			database.prepare('UPDATE verification_sessions SET expires_at = 1 WHERE id = ?').run(id);
		try {
			const before = await backend.createSession();
			await page.goto(before.hostedUrl);
			await page.getByRole('checkbox').check();
			expire(before.sessionId);
			await page.getByRole('button', { name: 'Start' }).click();
			await expect(heading(page)).toHaveText('This check has expired');
			await page.reload();
			await expect(heading(page)).toHaveText('This check has expired');

			const amid = await backend.createSession();
			await (await openHostedUrl(ownSite.origin, amid)).consent();
			await page.goto(amid.hostedUrl);
			await page.getByRole('button', { name: /^Passport/ }).click();
			expire(amid.sessionId);
			// By itself: the page follows the session, nothing need be pressed.
			await expect(heading(page)).toHaveText('This check has expired', { timeout: 30_000 });
			expect((await backend.readSession(amid.sessionId)).status).toBe('expired');
		} finally {
			database.close();
		}
	});
});

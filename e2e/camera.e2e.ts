import { expect as expectOf, type Page } from '@playwright/test';
import { until } from '../scripts/lib/client/tenant.mjs';
import { withCamera } from './fixtures/browser';
import { moveAsAsked, record, takePicture } from './fixtures/byCamera';
import { asCameraVideo, holdersPassport, holdersSelfie, strangersSelfie } from './fixtures/specimens';
import { expect, test, WEBHOOK_SECRET, type Backend } from './fixtures/test';
import type { Receiver } from '../scripts/lib/client/receiver.mjs';

test.describe('By camera, as an applicant goes', () => {
	test('consent, passport, face and movements through the camera, submit, and back to the tenant: the holder passes face and liveness', async ({
		backend,
		receiver
	}) => {
		test.setTimeout(240_000);
		const { session, landedOn } = await verifyByCamera(backend, receiver, await holdersSelfie(), (page, video) =>
			moveAsAsked(page, video)
		);
		expect(checkOf(session, 'face_match')).toBe('pass');
		expect(livenessOf(session)).toMatchObject({ outcome: 'pass', reasonCodes: [] });
		expect(session.reviewStatus).toBe('pending_review');
		expect(landedOn).toBe(`${receiver.origin}/kyc/done?session_id=${session.sessionId}&status=pending_review`);
		await until('both events', async () => receiver.deliveries.length >= 2 || undefined);
		expect(receiver.deliveries.every(({ verified }) => verified)).toBe(true);
	});

	test('another person in front of the camera fails it; a picture that stands still is refused, and the way without movements stays', async ({
		backend,
		receiver
	}) => {
		test.setTimeout(240_000);
		const { session } = await verifyByCamera(backend, receiver, await strangersSelfie(), async (page) => {
			await record(page);
			const advice = page.getByRole('alert');
			await expectOf(advice).toContainText('We did not see every movement', { timeout: 60_000 });
			await expectOf(page.getByText('Tries left: 3')).toBeVisible();
			await page.getByRole('button', { name: 'Go on without movements' }).click();
			await page.getByRole('button', { name: 'Go on', exact: true }).click();
		});
		expect(checkOf(session, 'face_match')).toBe('fail');
		const liveness = livenessOf(session);
		expect(liveness?.outcome).not.toBe('pass');
		expect(liveness?.reasonCodes).toContain('liveness_alternative');
	});
});

async function verifyByCamera(
	backend: Backend,
	receiver: Receiver,
	selfie: Awaited<ReturnType<typeof holdersSelfie>>,
	move: (page: Page, video: string) => Promise<void>
) {
	const created = await backend.createSession({
		returnUrl: `${receiver.origin}/kyc/done`,
		webhookUrl: receiver.url,
		webhookSecret: WEBHOOK_SECRET
	});
	await asCameraVideo(await holdersPassport(), (video) =>
		withCamera(video, async (phone) => {
			const page = await phone.newPage();
			await page.goto(created.hostedUrl);
			expectOf(page.url()).not.toContain('kvs_');
			await page.getByRole('checkbox').check();
			await page.getByRole('button', { name: 'Start' }).click();
			await page.getByRole('button', { name: /^Passport/ }).click();
			await takePicture(page);
			await expectOf(page.getByRole('heading', { name: 'Now your face' })).toBeVisible({ timeout: 90_000 });
		})
	);
	// The same link on a second device, whose camera shows a face: the session goes on where it stood.
	const landedOn = await asCameraVideo(selfie, (video) =>
		withCamera(video, async (phone) => {
			const page = await phone.newPage();
			await page.goto(created.hostedUrl);
			await takePicture(page);
			await expectOf(page.getByRole('heading', { name: 'Show that you are there' })).toBeVisible({ timeout: 90_000 });
			await move(page, video);
			await page.getByRole('button', { name: 'Send for checking' }).click({ timeout: 90_000 });
			await page.waitForURL(/\/kyc\/done\?/, { timeout: 60_000 });
			return page.url();
		})
	);
	return { session: await backend.readSession(created.sessionId), landedOn };
}

interface Check {
	name: string;
	outcome: string;
	reasonCodes: string[];
}

const livenessOf = (session: { checks: Check[] }): Check | undefined =>
	session.checks.find((check) => check.name === 'liveness');

const checkOf = (session: { checks: { name: string; outcome: string }[] }, name: string): string | undefined =>
	session.checks.find((check) => check.name === name)?.outcome;

import { openHostedUrl, until } from '../scripts/lib/client/tenant.mjs';
import { giveFile } from './fixtures/byFile';
import { holdersBill, holdersCard, holdersPassport, holdersSelfie, strangersSelfie } from './fixtures/specimens';
import { expect, test, WEBHOOK_SECRET, type Backend } from './fixtures/test';
import type { Receiver } from '../scripts/lib/client/receiver.mjs';

test.describe('By upload, through the page', () => {
	test('both sides of a card, a face, no movements and a bill as PDF: nothing needs a camera', async ({
		backend,
		page
	}) => {
		test.setTimeout(240_000);
		const { hostedUrl, sessionId } = await backend.createSession({
			policy: { require: { idBack: 'auto', poa: true } }
		});
		const card = await holdersCard();
		const now = (name: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(name, { timeout: 90_000 });
		await page.goto(hostedUrl);
		await page.getByRole('checkbox').check();
		await page.getByRole('button', { name: 'Start' }).click();
		await page.getByRole('button', { name: /^Identity card/ }).click();
		await giveFile(page, card.front.jpeg);
		await now('Now the back');
		await giveFile(page, card.back.jpeg);
		await now('Now your face');
		await giveFile(page, (await holdersSelfie()).jpeg);
		await now('Show that you are there');
		await page.getByRole('button', { name: 'Go on without movements' }).click();
		await page.getByRole('button', { name: 'Go on', exact: true }).click();
		await now('Proof of your address');
		await giveFile(page, (await holdersBill()).textPdf, { type: 'application/pdf' });
		await page.getByRole('button', { name: 'Send for checking' }).click({ timeout: 90_000 });
		const session = await decided(backend, sessionId, 90_000);
		for (const name of ['mrz', 'face_match', 'address']) expect(checkOf(session, name), name).toBe('pass');
		expect(checkOf(session, 'liveness')).not.toBe('pass');
		expect(session.reviewStatus).toBe('pending_review');
	});
});

test.describe('By upload, over HTTP alone', () => {
	test('the holder of the passport passes the face check; events arrive in order and signed; the way back is a 302', async ({
		origin,
		backend,
		receiver
	}) => {
		const { applicant, session } = await verify(origin, backend, receiver, (await holdersSelfie()).jpeg);
		expect(checkOf(session, 'face_match')).toBe('pass');
		expect(session.reviewStatus).toBe('pending_review');
		await until('both events', async () => receiver.deliveries.length >= 2 || undefined);
		expect(receiver.deliveries.map(({ event, verified }) => [event.sequence, event.event, verified])).toEqual([
			[1, 'verification.extraction', true],
			[2, 'verification.completed', true]
		]);
		expect(receiver.deliveries[1]?.event.metadata).toEqual({ campaign: 'q3' });
		const back = await applicant.finish();
		expect(back.status).toBe(302);
		expect(back.headers.get('location')).toBe(
			`https://tenant.example/done?from=kyc&session_id=${session.sessionId}&status=pending_review#end`
		);
	});

	test('another person’s selfie fails it', async ({ origin, backend, receiver }) => {
		const { session } = await verify(origin, backend, receiver, (await strangersSelfie()).jpeg);
		expect(checkOf(session, 'face_match')).toBe('fail');
		expect(session.reviewStatus).toBe('pending_review');
	});
});

async function verify(origin: string, backend: Backend, receiver: Receiver, selfie: Buffer) {
	const created = await backend.createSession({
		webhookUrl: receiver.url,
		webhookSecret: WEBHOOK_SECRET,
		returnUrl: 'https://tenant.example/done?from=kyc#end',
		metadata: { campaign: 'q3' }
	});
	const applicant = await openHostedUrl(origin, created);
	expect((await applicant.consent()).status).toBe(200);
	expect((await applicant.upload('id_front', (await holdersPassport()).jpeg)).status).toBe(202);
	await until('the passport, read', async () => ((await applicant.progress()).step === 'selfie' ? true : undefined));
	expect((await applicant.upload('selfie', selfie)).status).toBe(202);
	expect((await applicant.submit()).status).toBeLessThan(300);
	return { applicant, session: await decided(backend, created.sessionId, 30_000) };
}

const decided = (backend: Backend, sessionId: string, timeoutMs: number) =>
	until(
		'the decision',
		async () => {
			const seen = await backend.readSession(sessionId);
			return seen.decision === null ? undefined : seen;
		},
		{ timeoutMs }
	);

const checkOf = (session: { checks: { name: string; outcome: string }[] }, name: string): string | undefined =>
	session.checks.find((check) => check.name === name)?.outcome;

import { openHostedUrl, until } from '../scripts/lib/client/tenant.mjs';
import { holdersPassport, holdersSelfie, strangersSelfie } from './fixtures/specimens';
import { expect, test, WEBHOOK_SECRET, type Backend } from './fixtures/test';
import type { Receiver } from '../scripts/lib/client/receiver.mjs';

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
	const session = await until('the decision', async () => {
		const seen = await backend.readSession(created.sessionId);
		return seen.decision === null ? undefined : seen;
	});
	return { applicant, session };
}

const checkOf = (session: { checks: { name: string; outcome: string }[] }, name: string): string | undefined =>
	session.checks.find((check) => check.name === name)?.outcome;

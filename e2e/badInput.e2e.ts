import { openHostedUrl } from '../scripts/lib/client/tenant.mjs';
import { badFiles } from './fixtures/badFiles';
import { holdersPassport } from './fixtures/specimens';
import { expect, test } from './fixtures/test';

test.describe('Bad input', () => {
	test('no file but a picture is taken, and each refusal has its code', async ({ origin, backend }) => {
		const session = await backend.createSession();
		const applicant = await openHostedUrl(origin, session);
		expect((await applicant.consent()).status).toBe(200);
		const { jpeg } = await holdersPassport();
		for (const { defect, bytes, mediaType, status, code } of badFiles(jpeg)) {
			const reply = await applicant.upload('id_front', bytes, mediaType);
			expect(reply.status, defect).toBe(status);
			expect((await reply.json()).error.code, defect).toBe(code);
		}
		const progress = await applicant.progress();
		expect(progress.step).toBe('id_front');
	});

	test('no biometric work before consent', async ({ origin, backend }) => {
		const applicant = await openHostedUrl(origin, await backend.createSession());
		const { jpeg } = await holdersPassport();
		const reply = await applicant.upload('id_front', jpeg);
		expect(reply.status).toBe(409);
		expect((await reply.json()).error.code).toBe('CONSENT_REQUIRED');
	});

	test('an unknown field is refused with its path, and an unusable returnUrl is ignored with a warning', async ({
		backend
	}) => {
		const unknown = await backend.call('sessions', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ policy: { minimumAge: 21, colour: 'red' } })
		});
		expect(unknown.status).toBe(422);
		const { error } = await unknown.json();
		expect(error.code).toBe('VALIDATION_FAILED');
		expect(error.fields.map(({ path }: { path: string }) => path)).toContain('policy.colour');
		const created = await backend.createSession({ returnUrl: 'javascript:alert(1)' });
		expect(created.warnings).toEqual([{ code: 'RETURN_URL_IGNORED' }]);
	});

	test('a canceled session says so, to the applicant API and on its page', async ({ origin, backend, page }) => {
		const session = await backend.createSession();
		const applicant = await openHostedUrl(origin, session);
		expect((await backend.cancel(session.sessionId)).status).toBe(200);
		const reply = await applicant.consent();
		expect(reply.status).toBe(409);
		expect((await reply.json()).error.code).toBe('SESSION_CANCELED');
		await page.goto(session.hostedUrl);
		await expect(page.getByText(/cancel/i).first()).toBeVisible();
		expect(page.url()).not.toContain('kvs_');
	});

	test('a link that is not valid shows a page, not a stack', async ({ origin, backend, page }) => {
		const { sessionId } = await backend.createSession();
		const reply = await page.goto(`${origin}/verification/session/${sessionId}?token=kvs_${'0'.repeat(64)}`);
		expect(reply?.status()).toBe(401);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		const blocked = await page.goto(`${origin}/verification/session/${sessionId}`);
		expect(blocked?.status()).toBe(401);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	});
});

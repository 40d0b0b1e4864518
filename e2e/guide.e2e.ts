import { join } from 'node:path';
import { mintKeys } from '../scripts/lib/client/operator.mjs';
import { openHostedUrl, until } from '../scripts/lib/client/tenant.mjs';
import { listening, printed, withRecipes } from './fixtures/recipes';
import { holdersPassport, holdersSelfie } from './fixtures/specimens';
import { expect, test } from './fixtures/test';

const SECRET = 'change-me-min-16-chars-random';

test.describe('The published guide, with only host and keys changed', () => {
	test('mint, create, redirect, capture, both events at an Express receiver, the way back, the decision by polling', async ({
		origin,
		operator
	}) => {
		const express = await listening(process.execPath, [join('e2e', 'recipes', 'express-receiver.mjs')], {
			IDB_WEBHOOK_SECRET: SECRET
		});
		try {
			const { secretKey } = await mintKeys(operator);
			const created = await createAsInTheGuide(origin, secretKey, `http://localhost:${express.port}/webhooks/kyc`);
			expect(Object.keys(created).sort()).toEqual(
				['clientSecret', 'expiresAt', 'hostedUrl', 'ok', 'sessionId', 'token'].sort()
			);
			expect(created.token).toBe(created.clientSecret);
			const applicant = await openHostedUrl(origin, created);
			await applicant.consent();
			await applicant.upload('id_front', (await holdersPassport()).jpeg);
			await until('the passport, read', async () => (await applicant.progress()).step === 'selfie' || undefined);
			await applicant.upload('selfie', (await holdersSelfie()).jpeg);
			await applicant.submit();
			await until('both events', async () => /verification\.completed/.test(express.output()) || undefined);
			expect(express.output()).toMatch(/verification\.extraction[\s\S]*verification\.completed/);
			const back = await applicant.finish();
			expect(back.status).toBe(302);
			expect(back.headers.get('location')).toBe(
				`https://tenant.example/kyc/done?session_id=${created.sessionId}&status=pending_review`
			);
		} finally {
			await express.stop();
		}
	});

	test('the route handler answers a JSON call with a 302 to the hosted page', async ({ origin, operator }) => {
		const env = { IDB_SECRET_KEY: (await mintKeys(operator)).secretKey, IDB_WEBHOOK_SECRET: SECRET };
		await withRecipes(origin, async (folder) => {
			const adapter = join('e2e', 'recipes', 'adapter', 'serve-route.mjs');
			const tenantSite = await listening(process.execPath, [adapter, join(folder, 'guide-route.mjs')], env);
			try {
				const reply = await fetch(`http://127.0.0.1:${tenantSite.port}/api/kyc/start`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({ userId: 'user_123' }),
					redirect: 'manual'
				});
				expect(reply.status).toBe(302);
				expect(reply.headers.get('location')).toContain(`${origin}/verification/session/`);
			} finally {
				await tenantSite.stop();
			}
		});
	});

	test('a publishable or revoked key is 401 API_KEY_INVALID; an unusable returnUrl is ignored, not refused', async ({
		origin,
		operator
	}) => {
		const keys = await mintKeys(operator);
		const create = (key: string, body: object) =>
			fetch(`${origin}/api/verification/sessions`, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
				body: JSON.stringify(body)
			});
		const refused = await create(keys.publishableKey, {});
		expect([refused.status, (await refused.json()).error.code]).toEqual([401, 'API_KEY_INVALID']);
		const ignored = await create(keys.secretKey, { returnUrl: 'myapp://done' });
		expect([ignored.status, (await ignored.json()).warnings]).toEqual([201, [{ code: 'RETURN_URL_IGNORED' }]]);
	});
});

/** The guide's curl call, run by curl. */
async function createAsInTheGuide(origin: string, secretKey: string, webhookUrl: string) {
	const body = {
		externalUserId: 'user_123',
		returnUrl: 'https://tenant.example/kyc/done',
		webhookUrl,
		webhookSecret: SECRET,
		metadata: { campaign: 'q3' }
	};
	const answer = await printed(
		'curl',
		[
			...['-s', '-X', 'POST', `${origin}/api/verification/sessions`],
			...[
				'-H',
				`Authorization: Bearer ${secretKey}`,
				'-H',
				'Content-Type: application/json',
				'-d',
				JSON.stringify(body)
			]
		],
		{}
	);
	return JSON.parse(answer);
}

import { createHash, createHmac } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openHostedUrl, until } from '../scripts/lib/client/tenant.mjs';
import { mintKeys } from '../scripts/lib/client/operator.mjs';
import type { Delivery, Receiver } from '../scripts/lib/client/receiver.mjs';
import { CreateSessionOutput } from '../src/lib/contract/verification';
import { WebhookBody } from '../src/lib/contract/webhooks';
import { listening, printed, withRecipes, type Listening } from './fixtures/recipes';
import { holdersPassport } from './fixtures/specimens';
import { expect, test, WEBHOOK_SECRET, type Backend } from './fixtures/test';

const recipes = (file: string) => join('e2e', 'recipes', file);

test.describe('Recipes of the documentation', () => {
	test('every curl call does what its page says', async ({ origin, operator, backend, receiver }) => {
		const { secretKey } = await mintKeys(operator);
		const { sessionId } = await sessionWithEvent(origin, backend, receiver);
		await withRecipes(origin, async (folder) => {
			const keys = {
				ORG_ID: operator.organizationId,
				LOGIN_COOKIE: operator.cookie.replace('kyc_session=', ''),
				IDB_SECRET_KEY: secretKey
			};
			const curl = async (name: string, more: Record<string, string> = {}) =>
				printed('bash', ['curl.sh', name], { ...keys, ...more }, folder);
			const answer = async (name: string, more: Record<string, string> = {}) => JSON.parse(await curl(name, more));

			expect((await answer('mint')).secretKey).toMatch(/^sk_test_[0-9a-f]{56}$/);
			const created = CreateSessionOutput.parse(await answer('create'));
			expect(created.hostedUrl).toContain(`${origin}/verification/session/${created.sessionId}?token=kvs_`);
			expect((await answer('first')).ok).toBe(true);
			expect((await answer('once')).sessionId).toBe((await answer('once')).sessionId);
			expect((await answer('strict')).ok).toBe(true);
			const SESSION_ID = created.sessionId;
			expect(await answer('read_session', { SESSION_ID })).toMatchObject({
				metadata: { campaign: 'q3' },
				status: 'created'
			});
			expect((await answer('list')).sessions.length).toBeGreaterThan(1);
			expect((await answer('link', { SESSION_ID })).clientSecret).not.toBe(created.clientSecret);
			expect((await answer('run', { SESSION_ID })).expected).toMatchObject({ result: 'refused', slot: 'id_front' });
			const played = await until('the scenario to be played', async () => {
				const run = await answer('run_state', { SESSION_ID });
				return run.state === 'waiting' ? undefined : run;
			});
			expect(played).toMatchObject({ state: 'played', refused: { reasons: ['image_blurred'] } });
			expect((await answer('play', { SESSION_ID })).expected).toMatchObject({ reviewStatus: 'pending_review' });
			expect((await answer('cancel', { SESSION_ID })).status).toBe('canceled');

			const { events } = await answer('events', { SESSION_ID: sessionId });
			expect(events[0]).toMatchObject({ type: 'verification.extraction', state: 'delivered' });
			const before = receiver.deliveries.length;
			expect((await answer('resend', { EVENT_ID: events[0].id })).eventId).toBe(events[0].id);
			await until('the event again', async () => receiver.deliveries.length > before || undefined);
			expect(receiver.deliveries.at(-1)?.body).toEqual(receiver.deliveries[0]?.body);
			const seen = await answer('read_session', { SESSION_ID: sessionId });
			await curl('artifact', { SESSION_ID: sessionId, ARTIFACT_ID: seen.artifacts[0].artifactId });
			expect((await stat(join(folder, 'picture.jpg'))).size).toBeGreaterThan(10_000);
			expect(await answer('redact', { SESSION_ID })).toMatchObject({ status: 'redacted', fields: {}, artifacts: [] });
		});
	});

	test('the Node and Python clients create a session and read it', async ({ origin, operator }) => {
		const IDB_SECRET_KEY = (await mintKeys(operator)).secretKey;
		await withRecipes(origin, async (folder) => {
			const env = { IDB_SECRET_KEY, IDB_WEBHOOK_SECRET: WEBHOOK_SECRET };
			for (const [command, create, read] of [
				[process.execPath, 'create-session.mjs', 'read-session.mjs'],
				['python3', 'create_session.py', 'read_session.py']
			] as const) {
				const [SESSION_ID = '', hostedUrl] = (await printed(command, [create], env, folder)).trim().split(' ');
				expect(hostedUrl).toContain(`${origin}/verification/session/${SESSION_ID}`);
				expect(await printed(command, [read], { ...env, SESSION_ID }, folder)).toMatch(/^created none \[\s*\]/);
				const refused = printed(command, [create], { ...env, IDB_SECRET_KEY: 'sk_test_wrong' }, folder);
				await expect(refused).rejects.toThrow('API_KEY_INVALID');
			}
		});
	});

	test('the form and the route lead a browser to the hosted page; the closing page says what the status means', async ({
		origin,
		operator,
		page
	}) => {
		const IDB_SECRET_KEY = (await mintKeys(operator)).secretKey;
		await withRecipes(origin, async (folder) => {
			const files = ['start-route.mjs', 'start.html', 'done.html'].map((file) => join(folder, file));
			const env = { IDB_SECRET_KEY, IDB_WEBHOOK_SECRET: WEBHOOK_SECRET };
			const tenantSite = await listening(process.execPath, [recipes('adapter/serve-route.mjs'), ...files], env);
			try {
				const home = `http://localhost:${tenantSite.port}`;
				await page.goto(`${home}/start.html`);
				await page.getByRole('button').click();
				await page.waitForURL(/\/verification\/session\/[0-9a-f-]{36}$/);
				expect(new URL(page.url()).origin).toBe(origin);
				await page.goto(`${home}/done.html?session_id=x&status=pending_review`);
				await expect(page.locator('#outcome')).toContainText('looking at it');
			} finally {
				await tenantSite.stop();
			}
		});
	});

	test('each receiver takes our events and refuses one with a flipped byte', async ({ origin, backend, receiver }) => {
		await sessionWithEvent(origin, backend, receiver);
		const delivery = receiver.deliveries[0];
		if (!delivery) throw new Error('No event arrived');
		const env = { IDB_WEBHOOK_SECRET: WEBHOOK_SECRET };
		for (const [command, file] of [
			[process.execPath, 'express-receiver.mjs'],
			[process.execPath, 'standard-receiver.mjs'],
			['python3', 'receiver.py']
		] as const) {
			const started = await listening(command, [recipes(file)], env);
			try {
				expect(await send(started, delivery, delivery.body), file).toBe(200);
				expect(started.output()).toContain(delivery.event.id);
				const flipped = Buffer.from(delivery.body);
				flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
				expect(await send(started, delivery, flipped), file).toBe(401);
			} finally {
				await started.stop();
			}
		}
	});

	test('events that come late, twice and mixed up leave the receiver where the newest of each session says', async () => {
		const started = await listening(process.execPath, [recipes('express-receiver.mjs')], {
			IDB_WEBHOOK_SECRET: WEBHOOK_SECRET
		});
		try {
			const sessions = ['one', 'two', 'three'];
			const post = async (session: string, sequence: number) => {
				const event = { id: `evt_${session}_${sequence}`, event: 'verification.completed', sequence };
				const body = JSON.stringify({ ...event, verificationSessionId: session, reviewStatus: `as of ${sequence}` });
				const signature = createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex');
				const reply = await fetch(`http://127.0.0.1:${started.port}/webhooks/kyc`, {
					method: 'POST',
					headers: { 'content-type': 'application/json', 'x-verification-signature': signature },
					body
				});
				expect(reply.status).toBe(200);
			};
			const all = sessions.flatMap((session) => [1, 2, 3, 4, 5].map((sequence) => ({ session, sequence })));
			for (const { session, sequence } of shuffled([...all, ...all])) await post(session, sequence);
			const taken = started
				.output()
				.split('\n')
				.filter((line) => line.startsWith('evt_'));
			for (const session of sessions) {
				const sequences = taken.filter((line) => line.includes(`evt_${session}_`)).map((line) => Number(line.at(-1)));
				expect(sequences).toEqual([...new Set(sequences)].sort());
				expect(sequences.at(-1)).toBe(5);
			}
		} finally {
			await started.stop();
		}
	});

	test('the samples that the pages show still fit the contract', async () => {
		const sample = async (name: string) => JSON.parse(await readFile(recipes(`samples/${name}.json`), 'utf8'));
		expect(WebhookBody.parse(await sample('extraction')).event).toBe('verification.extraction');
		expect(WebhookBody.parse(await sample('completed')).event).toBe('verification.completed');
		expect(CreateSessionOutput.parse(await sample('created')).ok).toBe(true);
	});
});

/** In an order that is always the same and no order at all. */
const shuffled = <T>(items: T[]): T[] =>
	items
		.map((item, index) => ({ item, place: createHash('sha256').update(String(index)).digest('hex') }))
		.sort((a, b) => (a.place < b.place ? -1 : 1))
		.map(({ item }) => item);

/** A session whose passport has been read, and whose first event has arrived. */
async function sessionWithEvent(origin: string, backend: Backend, receiver: Receiver): Promise<{ sessionId: string }> {
	const created = await backend.createSession({ webhookUrl: receiver.url, webhookSecret: WEBHOOK_SECRET });
	const applicant = await openHostedUrl(origin, created);
	expect((await applicant.consent()).status).toBe(200);
	expect((await applicant.upload('id_front', (await holdersPassport()).jpeg)).status).toBe(202);
	await until('the first event', async () => receiver.deliveries.length > 0 || undefined);
	return { sessionId: created.sessionId };
}

async function send(to: Listening, { headers }: Delivery, body: Buffer): Promise<number> {
	const signed = Object.entries(headers).filter(([name]) =>
		/^(content-type|webhook-.*|x-verification-signature)$/.test(name)
	);
	const reply = await fetch(`http://127.0.0.1:${to.port}/webhooks/kyc`, {
		method: 'POST',
		headers: signed.map(([name, value]) => [name, String(value)] as [string, string]),
		body: new Uint8Array(body)
	});
	await reply.arrayBuffer();
	return reply.status;
}

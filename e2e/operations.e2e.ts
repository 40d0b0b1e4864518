import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Database from 'better-sqlite3';
import { mintKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { openHostedUrl, tenant, until } from '../scripts/lib/client/tenant.mjs';
import { throwAwaySite } from '../scripts/lib/client/throwAwaySite.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { serverEnvironment } from '../scripts/lib/settings.mjs';
import { siteProcesses } from '../scripts/lib/site.mjs';
import { holdersPassport } from './fixtures/specimens';
import { expect, test, WEBHOOK_SECRET } from './fixtures/test';

const root = process.cwd();
const CANARY = 'zebulon.quartermaine@example.com';

test.describe('Operations', () => {
	test('health tells the parts, figures tell no person, and the log holds ids of requests', async ({}) => {
		const port = await freePort();
		const site = await throwAwaySite({ root, env: { METRICS_PORT: String(port) } });
		try {
			const backend = tenant(site.origin, (await mintKeys(await signUp(site.origin))).secretKey);
			const { sessionId } = await backend.createSession({
				externalUserId: CANARY,
				metadata: { mail: CANARY },
				expectedDetails: { lastName: CANARY }
			});
			const refused = await backend.call('sessions/00000000-0000-4000-8000-000000000000');
			expect(refused.status).toBe(404);
			const health = await (await fetch(`${site.origin}/api/health`)).json();
			expect(health).toMatchObject({ ok: true, live: true, ready: true, problems: [] });
			expect(health.migration.applied).toBe(health.migration.expected);
			expect(health.models.length).toBeGreaterThan(5);
			const web = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
			const worker = await (await fetch(`http://127.0.0.1:${port + 1}/metrics`)).text();
			expect(web).toContain('route="/api/verification/sessions",method="POST",status="2xx"} 1');
			expect(worker).toContain('idb_job_seconds_count{lane="io",kind="sweepRetention",outcome="done"} 1');
			expect((await fetch(`${site.origin}/metrics`)).status).toBe(404);
			expect(site.log()).toContain(String(refused.headers.get('x-request-id')));
			for (const text of [web, worker, site.log(), JSON.stringify(health)]) {
				expect(text).not.toContain(CANARY);
				expect(text).not.toContain(sessionId);
			}
		} finally {
			await site.stop();
		}
	});

	test('processes that start at the same moment on a fresh folder all come up', async ({}) => {
		test.setTimeout(120_000);
		const dataDir = mkdtempSync(join(tmpdir(), 'idb-together-'));
		try {
			const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', ROOT_KEY_FILE: '' };
			const started = Array.from({ length: 8 }, () => startIdb(['seed', '--sessions', '1'], env));
			const ended = await Promise.all(started.map((process) => process.ended));
			expect(ended, started.map((process) => process.notes()).join('\n')).toEqual(Array(8).fill(0));
		} finally {
			rmSync(dataDir, { recursive: true, force: true });
		}
	});

	test('idb sessions and listen: signed events reach a receiver here, also after the site was away, and a live key is refused', async ({
		ownSite,
		receiver
	}) => {
		test.setTimeout(180_000);
		const operator = await signUp(ownSite.origin);
		const { secretKey } = await mintKeys(operator);
		const remote = ['--host', ownSite.origin, '--key', secretKey, '--json'];
		const live = (await mintKeys(operator, 'live')).secretKey;
		expect((await idb('listen', '--forward-to', receiver.url, '--host', ownSite.origin, '--key', live)).status).toBe(2);
		const byLive = await fetch(`${ownSite.origin}/api/verification/sandbox/events`, {
			headers: { authorization: `Bearer ${live}` }
		});
		expect(byLive.status).toBe(403);

		const listener = startIdb(['listen', '--forward-to', receiver.url, ...remote]);
		try {
			await until('the listener', async () => listener.notes().includes('Listening') || undefined);
			const victim = ownSite.pid('web');
			if (victim === undefined) throw new Error('There is no site');
			process.kill(victim, 'SIGKILL');
			await siteAnswers(ownSite.origin);
			const backend = tenant(ownSite.origin, secretKey);
			// A connection kept from before the kill may be found dead only when it is used.
			const session = await until('a session', () =>
				backend.createSession({ webhookSecret: WEBHOOK_SECRET }).catch(() => undefined)
			);
			const applicant = await openHostedUrl(ownSite.origin, session);
			await applicant.consent();
			expect((await applicant.upload('id_front', (await holdersPassport()).jpeg)).status).toBe(202);
			await until('the event', async () => receiver.deliveries.length > 0 || undefined, { timeoutMs: 90_000 });
			const [delivery] = receiver.deliveries;
			expect(delivery?.verified).toBe(true);
			expect(delivery?.event).toMatchObject({ event: 'verification.extraction', sequence: 1 });
			expect(delivery?.headers['webhook-signature']).toMatch(/^v1,/);
			expect((await backend.readSession(session.sessionId)).sessionId).toBe(session.sessionId);
			const got = await idb('sessions', 'get', session.sessionId, ...remote);
			expect(JSON.parse(got.output)).toMatchObject({ ok: true, sessionId: session.sessionId });
			const list = await idb('sessions', 'list', '--status', 'capturing', '--limit', '5', ...remote);
			expect(JSON.parse(list.output).sessions.length).toBeGreaterThan(0);
			const wrong = await idb(
				'sessions',
				'get',
				session.sessionId,
				...remote.slice(0, 2),
				'--key',
				'sk_test_x',
				'--json'
			);
			expect(wrong.status).toBe(1);
			expect(JSON.parse(wrong.output).error.code).toBe('API_KEY_INVALID');
		} finally {
			await listener.stop();
		}
		// Once each, although answers overlap.
		expect(new Set(receiver.deliveries.map(({ event }) => event.id)).size).toBe(receiver.deliveries.length);
	});

	test('a stop cuts no request, and gives back the lease of the picture that is being read', async ({}) => {
		test.setTimeout(120_000);
		const dataDir = mkdtempSync(join(tmpdir(), 'idb-stop-'));
		const env = serverEnvironment({ ...process.env, PORT: String(await freePort()), DATA_DIR: dataDir, ORIGIN: '' });
		const [web, worker] = siteProcesses({ root, env }).map((spec) =>
			spawn(process.execPath, [...(spec.execArgv ?? []), spec.script], {
				cwd: root,
				env: { ...spec.env, INIT_CWD: root },
				stdio: ['ignore', 'ignore', 'inherit', 'ipc']
			})
		);
		if (!web || !worker) throw new Error('The site is two processes');
		try {
			await siteAnswers(env.ORIGIN);
			const { secretKey } = await mintKeys(await signUp(env.ORIGIN));
			const backend = tenant(env.ORIGIN, secretKey);
			const applicant = await openHostedUrl(env.ORIGIN, await backend.createSession());
			await applicant.consent();
			expect((await applicant.upload('id_front', (await holdersPassport()).jpeg)).status).toBe(202);
			await until('a picture in work', async () => {
				const { queue } = await (await fetch(`${env.ORIGIN}/api/health`)).json();
				return queue.find(({ lane }: { lane: string }) => lane === 'vision')?.running || undefined;
			});
			const slow = slowCreate(env.ORIGIN, `Bearer ${secretKey}`);
			const other = await openHostedUrl(env.ORIGIN, await backend.createSession());
			await other.consent();
			const upload = slowUpload(other, (await holdersPassport()).jpeg);
			const stream = await applicant.call('events');
			await Promise.all([slow.begun, upload.begun]);
			const ended = [ending(web), ending(worker)];
			web.kill('SIGTERM');
			worker.kill('SIGTERM');
			await until('no new connection', async () =>
				fetch(`${env.ORIGIN}/api/health/live`).then(
					() => undefined,
					() => true
				)
			);
			// Streams end by themselves, and whole.
			expect(await stream.text()).toContain('event: progress');
			expect(await slow.finish()).toBe(201);
			expect(await upload.status).toBe(202);
			expect(await Promise.all(ended)).toEqual([0, 0]);
			const database = new Database(join(dataDir, 'idbeyond.db'), { readonly: true });
			const held = database.prepare('SELECT count(*) FROM jobs WHERE lock_token IS NOT NULL').pluck().get();
			database.close();
			expect(held).toBe(0);
		} finally {
			for (const child of [web, worker]) if (child.exitCode === null) child.kill('SIGKILL');
			rmSync(dataDir, { recursive: true, force: true });
		}
	});
});

const siteAnswers = (origin: string) =>
	until('the site', async () => (await fetch(`${origin}/api/health`).catch(() => null))?.ok || undefined);

const ending = async (child: ChildProcess): Promise<unknown> => (await once(child, 'close'))[0];

/** A create whose body comes in two halves. */
function slowCreate(origin: string, authorization: string) {
	const body = JSON.stringify({ externalUserId: 'user_123' });
	const request = httpRequest(`${origin}/api/verification/sessions`, {
		method: 'POST',
		headers: { authorization, 'content-type': 'application/json', 'content-length': body.length },
		agent: false
	});
	const status = new Promise<number | undefined>((resolve, reject) => {
		request.on('response', (response) => resolve(response.resume().statusCode));
		request.on('error', reject);
	});
	status.catch(() => undefined);
	return {
		begun: new Promise<void>((resolve) => request.write(body.slice(0, 5), () => resolve())),
		finish() {
			request.end(body.slice(5));
			return status;
		}
	};
}

/** A photograph over a thin line: ten pieces in five seconds. */
function slowUpload(applicant: Awaited<ReturnType<typeof openHostedUrl>>, picture: Uint8Array) {
	let begin: () => void = () => undefined;
	const begun = new Promise<void>((resolve) => (begin = resolve));
	const pieceBytes = Math.ceil(picture.length / 10);
	async function* pieces() {
		for (let at = 0; at < picture.length; at += pieceBytes) {
			yield picture.subarray(at, at + pieceBytes);
			begin();
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	}
	const init: RequestInit & { duplex: 'half' } = {
		method: 'PUT',
		headers: { 'content-type': 'image/jpeg' },
		body: Readable.toWeb(Readable.from(pieces())) as ReadableStream,
		duplex: 'half'
	};
	const status = applicant.call('evidence/id_front', init).then((reply) => reply.status);
	status.catch(() => undefined);
	return { begun, status };
}

function startIdb(words: string[], env: NodeJS.ProcessEnv = process.env) {
	const child = spawn(process.execPath, [join(root, 'scripts', 'idb.mjs'), ...words], {
		cwd: root,
		env,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	let notes = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (notes += chunk.toString()));
	const ended = once(child, 'close');
	return {
		output: () => output,
		notes: () => notes,
		ended: ended.then(([status]) => Number(status)),
		async stop() {
			child.kill('SIGKILL');
			await ended;
		}
	};
}

async function idb(...words: string[]): Promise<{ status: number; output: string }> {
	const run = startIdb(words);
	return { status: await run.ended, output: run.output() };
}

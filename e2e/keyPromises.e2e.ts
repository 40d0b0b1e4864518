import { parseList } from 'structured-headers';
import { mintKeys, revokeKeys, signUp } from '../scripts/lib/client/operator.mjs';
import { until } from '../scripts/lib/client/tenant.mjs';
import { throwAwaySite, type ThrowAwaySite } from '../scripts/lib/client/throwAwaySite.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { serverEnvironment } from '../scripts/lib/settings.mjs';
import { siteProcesses } from '../scripts/lib/site.mjs';
import { supervise } from '../scripts/lib/supervise.mjs';
import { apart, refusals, wrongKeys } from '../scripts/lib/trials/wrongKeys.mjs';
import { expect, test } from './fixtures/test';

const root = process.cwd();
/** Calls of one key in ten seconds, and what flows back in one. */
const QUOTA = 200;
const PER_SECOND = QUOTA / 10;

/** One site of several web processes on one database; `limits` are its settings. */
async function withProcesses(
	count: number,
	limits: Record<string, string>,
	work: (site: ThrowAwaySite, origins: string[]) => Promise<void>
) {
	const site = await throwAwaySite({ root, env: { WORKER_LANES: 'delivery', ...limits } });
	const more: ReturnType<typeof supervise>[] = [];
	try {
		const origins = [site.origin];
		for (let index = 1; index < count; index++) {
			const settings = {
				...process.env,
				...limits,
				DATA_DIR: site.dataDir,
				PORT: String(await freePort()),
				ORIGIN: ''
			};
			const env = serverEnvironment(settings);
			const web = supervise(siteProcesses({ root, env }).slice(0, 1), { log: () => undefined });
			more.push(web);
			await web.ready;
			origins.push(env.ORIGIN);
		}
		await work(site, origins);
	} finally {
		await Promise.all(more.map((web) => web.stop()));
		await site.stop();
	}
}

const list = async (origin: string, secretKey: string): Promise<Response> => {
	const reply = await fetch(`${origin}/api/verification/sessions?limit=1`, {
		headers: { authorization: `Bearer ${secretKey}` }
	});
	await reply.arrayBuffer();
	return reply;
};

test.describe('What keys promise', () => {
	test('K-3: fifty callers at four processes get nothing more with a revoked key, at the latest a second after', async () => {
		test.setTimeout(120_000);
		await withProcesses(
			4,
			{ RATE_LIMIT_PER_KEY: '10000000', RATE_LIMIT_PER_ADDRESS: '10000000' },
			async (site, origins) => {
				const operator = await signUp(site.origin);
				const { id, secretKey } = await mintKeys(operator);
				let revokedAt = Infinity;
				let [before, late, refused] = [0, 0, 0];
				const until = () => performance.now() < Math.min(revokedAt + 3_000, begun + 60_000);
				const begun = performance.now();
				const callers = Array.from({ length: 50 }, async (_, index) => {
					while (until()) {
						const askedAt = performance.now();
						const { status } = await list(origins[index % origins.length] ?? site.origin, secretKey);
						if (status === 401) refused++;
						else if (status !== 200) throw new Error(`answered ${status}`);
						else if (askedAt > revokedAt + 1_000) late++;
						else before++;
					}
				});
				while (before < 500) await list(site.origin, secretKey);
				await revokeKeys(operator, id);
				revokedAt = performance.now();
				await Promise.all(callers);
				process.stdout.write(
					`K-3: ${before} answers before, ${refused} refusals after, ${late} answers later than 1 s\n`
				);
				expect(late).toBe(0);
				expect(refused).toBeGreaterThan(100);
			}
		);
	});

	test('K-6: whatever is wrong with a key, the body is the same and the median time within a millisecond', async () => {
		test.setTimeout(240_000);
		await withProcesses(
			1,
			{ RATE_LIMIT_PER_KEY: '10000000', RATE_LIMIT_PER_ADDRESS: '10000000' },
			async ({ origin }) => {
				const { bodies, medians } = await refusals(origin, await wrongKeys(await signUp(origin)), 500);
				process.stdout.write(`K-6: ${medians.map(({ kind, ms }) => `${kind} ${ms.toFixed(2)} ms`).join(', ')}\n`);
				expect(bodies.size).toBe(1);
				expect(apart(medians)).toBeLessThanOrEqual(1);
			}
		);
	});

	test('K-7: who calls on beyond a limit gets the same answer without being read, whatever is asked, and can call again in time', async () => {
		test.setTimeout(60_000);
		const metricsPort = String(await freePort());
		const limits = { RATE_LIMIT_PER_KEY: '6', RATE_LIMIT_PER_ADDRESS: '10000000', METRICS_PORT: metricsPort };
		await withProcesses(1, limits, async ({ origin }) => {
			const [{ secretKey }, other] = [await mintKeys(await signUp(origin)), await mintKeys(await signUp(origin))];
			expect((await list(origin, secretKey)).status).toBe(200);
			const ask = async (key: string, init: RequestInit = {}) => {
				const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
				const reply = await fetch(`${origin}/api/verification/sessions`, { ...init, headers });
				return { status: reply.status, headers: Object.fromEntries(reply.headers), ...(await reply.json()) };
			};
			const read = await ask(secretKey);
			const known = [await ask(secretKey), await ask(secretKey, { method: 'POST', body: 'x'.repeat(200_000) })];
			/** Of this call, its waiting or its framing. */
			const own = ['x-request-id', 'date', 'retry-after', 'ratelimit', 'connection', 'keep-alive'];
			const framing = ['transfer-encoding', 'content-length'];
			const shared = (headers: object) =>
				Object.fromEntries(Object.entries(headers).filter(([name]) => ![...own, ...framing].includes(name)));
			for (const answer of known) {
				expect(answer.status).toBe(429);
				expect(shared(answer.headers)).toEqual(shared(read.headers));
				expect(Object.keys(answer.headers)).toEqual(expect.arrayContaining(own.slice(0, 4)));
				expect(answer.error).toEqual({ ...read.error, requestId: answer.headers['x-request-id'] });
			}
			expect(new Set([read, ...known].map(({ error }) => error.requestId)).size).toBe(3);
			const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
			expect(metrics).toContain('idb_http_known_refusals_total 2\n');
			expect((await ask(other.secretKey)).status).toBe(200);
			await until('the next call', async () => (await ask(secretKey)).status === 200 || undefined, {
				timeoutMs: 15_000
			});
		});
	});

	test('K-7: two processes together keep one limit to within 2 %; every answer tells of it in fields as RFC 8941 has them', async () => {
		test.setTimeout(120_000);
		await withProcesses(2, { RATE_LIMIT_PER_KEY: String(QUOTA * 6) }, async (site, origins) => {
			const { secretKey } = await mintKeys(await signUp(site.origin));
			const begun = performance.now();
			let passed = 0;
			let [firstAt, lastAt] = [0, 0];
			const callers = Array.from({ length: 8 }, async (_, index) => {
				while (performance.now() < begun + 15_000) {
					const reply = await list(origins[index % 2] ?? site.origin, secretKey);
					expectFields(reply);
					if (reply.status === 200) {
						firstAt ||= performance.now();
						lastAt = performance.now();
						passed++;
					}
				}
			});
			await Promise.all(callers);
			const allowed = QUOTA + PER_SECOND * ((lastAt - firstAt) / 1000);
			process.stdout.write(`K-7: ${passed} calls passed, ${allowed.toFixed(0)} were allowed\n`);
			expect(Math.abs(passed - allowed) / allowed).toBeLessThanOrEqual(0.02);
		});
	});
});

function expectFields({ status, headers }: Response): void {
	expect([200, 429]).toContain(status);
	const [policy] = parseList(headers.get('ratelimit-policy') ?? '');
	const [limit] = parseList(headers.get('ratelimit') ?? '');
	expect(policy?.[0]).toBe('key');
	expect([...(policy?.[1] ?? [])]).toEqual([
		['q', QUOTA],
		['w', 10]
	]);
	expect(limit?.[0]).toBe('key');
	const { r, t } = Object.fromEntries(limit?.[1] ?? []);
	expect(Number.isInteger(r) && Number.isInteger(t)).toBe(true);
	if (status === 429) {
		expect(r).toBe(0);
		expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
	} else expect(headers.get('retry-after')).toBeNull();
}

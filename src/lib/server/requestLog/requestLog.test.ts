import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { openTestStore } from '$lib/server/db/testing';
import { createLogger, systemIds, testClock } from '$lib/server/platform';
import { forgetOldRequests, openRequestLog, searchRequests, type ApiRequest } from '.';

const HOUR_MS = 60 * 60_000;
const log = createLogger({ level: 'silent', name: 'test' });
const clock = testClock();

const call = (over: Partial<ApiRequest> = {}): ApiRequest => ({
	id: systemIds.uuid(),
	...{ organizationId: 'org-a', environment: 'test', apiKeyId: 'key-1', method: 'GET' },
	...{ route: '/api/verification/sessions', sessionId: null, status: 200, errorCode: null, durationMs: 3 },
	createdAt: clock.now(),
	...over
});

onEveryDatabase('the request log', ({ openFresh }) => {
	let store: Store;
	beforeAll(async () => {
		store = await openFresh();
	});
	afterAll(() => store.close());
	beforeEach(() => store.db.delete(store.t.apiRequests));

	async function keep(...requests: ApiRequest[]) {
		const writer = openRequestLog({ store, log }, HOUR_MS);
		for (const request of requests) writer.add(request);
		await writer.stop();
	}
	const find = (over: Partial<Parameters<typeof searchRequests>[2]> = {}, organizationId = 'org-a') =>
		searchRequests({ store }, organizationId, { environment: 'test', limit: 25, ...over });
	const idsOf = async (...args: Parameters<typeof find>) => (await find(...args)).requests.map(({ id }) => id);

	it('finds calls by their id, session, answer, key and time, newest first', async () => {
		const start = clock.now();
		const made = call({ method: 'POST', status: 201, sessionId: systemIds.uuid() });
		const refused = call({ status: 404, errorCode: 'NOT_FOUND', createdAt: start + 1, apiKeyId: 'key-2' });
		const failed = call({ status: 500, errorCode: 'INTERNAL_ERROR', createdAt: start + 2 });
		await keep(made, refused, failed);
		expect(await idsOf()).toEqual([failed.id, refused.id, made.id]);
		expect(await idsOf({ id: refused.id })).toEqual([refused.id]);
		expect(await idsOf({ id: made.sessionId ?? '' })).toEqual([made.id]);
		expect(await idsOf({ answer: 'ok' })).toEqual([made.id]);
		expect(await idsOf({ answer: 'refused' })).toEqual([refused.id]);
		expect(await idsOf({ answer: 'failed' })).toEqual([failed.id]);
		expect(await idsOf({ apiKeyId: 'key-2' })).toEqual([refused.id]);
		expect(await idsOf({ from: start + 1, until: start + 1 })).toEqual([refused.id]);
		expect(await idsOf({ environment: 'live' })).toEqual([]);
	});

	it('shows another organization nothing, by whatever id it asks', async () => {
		const request = call({ sessionId: systemIds.uuid() });
		await keep(request);
		for (const search of [{}, { id: request.id }, { id: request.sessionId ?? '' }, { apiKeyId: request.apiKeyId }])
			expect(await idsOf(search, 'org-b')).toEqual([]);
	});

	it('gives each call once over the pages, also those of the same millisecond', async () => {
		await keep(...Array.from({ length: 7 }, () => call()));
		const seen: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await find({ limit: 3, cursor });
			seen.push(...page.requests.map(({ id }) => id));
			cursor = page.nextCursor ?? undefined;
		} while (cursor);
		expect(new Set(seen).size).toBe(7);
		expect(seen).toHaveLength(7);
		await expect(find({ cursor: 'bm9uZQ' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
	});

	it('forgets calls that are older than thirty days, and no others', async () => {
		const old = Array.from({ length: 1_200 }, () => call());
		await keep(...old);
		clock.advance(30 * 24 * HOUR_MS + 1);
		const young = call();
		await keep(young);
		expect(await forgetOldRequests({ store, clock })).toBe(1_200);
		expect(await idsOf()).toEqual([young.id]);
	});
});

describe('the writer of the request log', () => {
	it('writes nothing while a call is answered, and all of it when it stops', async () => {
		const store = await openTestStore();
		const writer = openRequestLog({ store, log }, HOUR_MS);
		for (let n = 0; n < 450; n += 1) writer.add(call());
		const rows = () => store.db.select().from(store.t.apiRequests);
		expect(await rows()).toHaveLength(0);
		await writer.stop();
		expect(await rows()).toHaveLength(450);
		await store.close();
	});

	it('keeps one refusal a second of each key that calls on beyond its limit', async () => {
		const store = await openTestStore();
		const writer = openRequestLog({ store, log }, HOUR_MS);
		const refused = (apiKeyId: string) => call({ apiKeyId, status: 429, errorCode: 'RATE_LIMITED' });
		for (let second = 0; second < 2; second += 1) {
			for (let n = 0; n < 100; n += 1) for (const key of ['key-1', 'key-2']) writer.add(refused(key));
			writer.add(call());
			await writer.flush();
		}
		await writer.stop();
		const rows = await store.db.select().from(store.t.apiRequests);
		expect(rows.filter(({ status }) => status === 429).map(({ apiKeyId }) => apiKeyId)).toEqual(
			expect.arrayContaining(['key-1', 'key-1', 'key-2', 'key-2'])
		);
		expect(rows).toHaveLength(6);
		await store.close();
	});

	it('keeps only so much when it cannot write, goes on afterwards, and says how many are missing', async () => {
		const store = await openTestStore();
		const said: unknown[] = [];
		const listening = { ...log, warn: (entry: unknown) => said.push(entry), error: () => undefined };
		// The two levels that the writer speaks on.
		const writer = openRequestLog({ store, log: listening }, HOUR_MS);
		const twice = call();
		writer.add(twice);
		writer.add(twice);
		await writer.flush();
		expect(said).toEqual([{ lost: 2 }]);
		for (let n = 0; n < 10_005; n += 1) writer.add(call());
		await writer.stop();
		expect(said).toEqual([{ lost: 2 }, { lost: 5 }]);
		expect(await store.db.select().from(store.t.apiRequests)).toHaveLength(10_000);
		await store.close();
	});
});

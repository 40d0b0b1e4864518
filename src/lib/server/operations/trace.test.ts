import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { CreateSessionInput } from '$lib/contract/verification';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { bindJob, createRunner, defineJob, enqueue } from '$lib/server/jobs';
import { underTrace } from '$lib/server/platform';
import { createSession } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { webhookJobs } from '$lib/server/webhooks';
import { completed, makeDeliveryWorld, openReceiver } from '$lib/server/webhooks/testing';
import { createMetrics, inSpan, measureJobs } from './index';

const spans = new InMemorySpanExporter();

onEveryDatabase('traces by the real OpenTelemetry SDK', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
		propagation.setGlobalPropagator(new W3CTraceContextPropagator());
		trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
		world = await makeWorld(await openFresh());
	});
	afterEach(async () => {
		await world.close();
		for (const api of [context, propagation, trace]) api.disable();
		spans.reset();
	});

	const chains = () => {
		const all = spans.getFinishedSpans();
		const nameOf = (id: string | undefined) => all.find((span) => span.spanContext().spanId === id)?.name ?? 'caller';
		return all.map((span) => `${span.name} < ${nameOf(span.parentSpanContext?.spanId)}`).sort();
	};

	it('connect the create of a session, the job that follows and the delivery, under the caller’s own trace', async () => {
		const receiver = await openReceiver();
		const { store } = world.deps;
		const delivery = await makeDeliveryWorld(store);
		const analyse = defineJob({
			kind: 'analyse',
			lane: 'test',
			payload: z.object({ webhookUrl: z.string() }),
			maxAttempts: 1,
			backoffMs: () => 0
		});
		const metrics = createMetrics();
		const handle = async ({ payload }: { payload: { webhookUrl: string } }) => {
			await delivery.announce(await delivery.makeSession(payload), completed());
		};
		const lanes = () => [
			createRunner({
				deps: delivery.deps,
				lane: 'test',
				concurrency: 1,
				jobs: measureJobs(metrics, [bindJob(analyse, { handle })])
			}),
			createRunner({
				deps: delivery.deps,
				lane: 'delivery',
				concurrency: 1,
				jobs: measureJobs(metrics, webhookJobs(delivery.deps))
			})
		];
		const traceId = '0af7651916cd43dd8448eb211c80319c';
		try {
			await underTrace(`00-${traceId}-b7ad6b7169203331-01`, () =>
				inSpan('POST /api/verification/sessions', {}, async () => {
					await createSession(world.deps, world.tenant(), CreateSessionInput.parse({}));
					const payload = { webhookUrl: receiver.url };
					await store.tx((tx) => enqueue(tx, delivery.deps, { job: analyse, payload, key: 'analyse:1' }));
				})
			);
			for (const lane of lanes()) await lane.drain();
			expect(receiver.received).toHaveLength(1);
			expect(chains()).toEqual([
				'POST /api/verification/sessions < caller',
				'job analyse < POST /api/verification/sessions',
				'job deliverWebhook < job analyse'
			]);
			expect(new Set(spans.getFinishedSpans().map((span) => span.spanContext().traceId))).toEqual(new Set([traceId]));
		} finally {
			receiver.close();
		}
	});

	it('do not mix what shares one commit: each job follows from the request that queued it', async () => {
		const { store } = world.deps;
		const note = defineJob({ kind: 'note', lane: 'test', payload: z.object({}), maxAttempts: 1, backoffMs: () => 0 });
		const names = ['a', 'b', 'c', 'd'];
		await Promise.all(
			names.map((name) =>
				inSpan(name, {}, async () => {
					await store.tx((tx) => enqueue(tx, world.deps, { job: note, payload: {}, key: `note:${name}` }));
				})
			)
		);
		const rows = await store.db
			.select({ key: store.t.jobs.key, traceparent: store.t.jobs.traceparent })
			.from(store.t.jobs);
		const ids = new Map(spans.getFinishedSpans().map((span) => [`note:${span.name}`, span.spanContext().spanId]));
		expect(rows).toHaveLength(4);
		for (const { key, traceparent } of rows) expect(traceparent?.split('-')[2]).toBe(ids.get(key));
	});

	it('hold nothing of a person, and a malformed traceparent is as none', async () => {
		await underTrace('00-not-a-trace', () =>
			inSpan('POST /api/verification/sessions', {}, async () => {
				const input = CreateSessionInput.parse({ externalUserId: 'zebulon@example.com' });
				await createSession(world.deps, world.tenant(), input);
				throw new Error('zebulon@example.com');
			})
		).catch(() => undefined);
		const [span] = spans.getFinishedSpans();
		expect(JSON.stringify([span?.name, span?.attributes, span?.status, span?.events])).not.toContain('zebulon');
		expect(span?.parentSpanContext).toBeUndefined();
	});
});

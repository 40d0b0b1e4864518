import { z } from 'zod';

/** One try to deliver an event. */
export const AttemptRow = z.object({
	number: z.number().int().describe('From 1'),
	startedAt: z.iso.datetime(),
	durationMs: z.number().int(),
	status: z.number().int().nullable().describe('HTTP status; null when no answer came'),
	error: z.string().nullable().describe('Why it failed: `status_500`, `timeout`, `address_refused`, …'),
	responseText: z.string().nullable().describe('The first 1 KiB of the answer'),
	nextAttemptAt: z.iso.datetime().nullable()
});

export const EventRow = z.object({
	id: z.string(),
	type: z.enum(['verification.extraction', 'verification.completed']),
	sequence: z.number().int(),
	state: z.enum(['none', 'pending', 'delivered', 'failed']).describe('`none`: no webhookUrl was set, nothing is sent'),
	url: z.string().nullable(),
	createdAt: z.iso.datetime(),
	deliveredAt: z.iso.datetime().nullable(),
	attempts: z.array(AttemptRow)
});

export const ListEventsOutput = z.object({ ok: z.literal(true), events: z.array(EventRow) });
export const ResendEventOutput = z.object({ ok: z.literal(true), eventId: z.string() });

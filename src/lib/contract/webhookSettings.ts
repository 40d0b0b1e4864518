import { z } from 'zod';
import { ENVIRONMENTS } from './slots';
import { text } from './text';

/** Where sessions that name no webhookUrl report, per environment. */
export const SaveWebhookDefaultInput = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	url: text(2048),
	/** Absent: it stays as it is. */
	secret: text(512).min(16).optional(),
	/** How long the secret before goes on signing beside the new one: up to thirty days. */
	overlapHours: z.number().int().min(0).max(720).default(24),
	/** When what the page showed was saved; null: nothing was. What somebody else saved since is not written over. */
	seenUpdatedAt: z.number().int().nullish()
});
export type SaveWebhookDefaultInput = z.infer<typeof SaveWebhookDefaultInput>;

/** Events to send again: what happened in [from, to). */
export const ResendRangeInput = z.strictObject({
	from: z.iso.datetime({ offset: true }),
	to: z.iso.datetime({ offset: true }),
	state: z
		.enum(['failed', 'delivered'])
		.default('failed')
		.describe('`failed`: given up. `delivered`: taken once already'),
	cursor: z.string().max(200).optional().describe('`nextCursor` of the answer before')
});
export type ResendRangeInput = z.infer<typeof ResendRangeInput>;

export const ResendRangeOutput = z.object({
	ok: z.literal(true),
	queued: z.number().int().describe('Deliveries that this call has queued'),
	nextCursor: z.string().nullable().describe('Null: that was all. At most 1,000 events a call')
});

/** A sample to the default receiver of an environment, or to one of its endpoints. */
export const SendTestEventInput = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	/** Absent: the default receiver. */
	endpointId: text(100).optional(),
	type: z.enum(['verification.extraction', 'verification.completed'])
});
export type SendTestEventInput = z.infer<typeof SendTestEventInput>;

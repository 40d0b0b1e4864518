import { z } from 'zod';

/** GET /api/verification/sandbox/events. */
export const SandboxEventsInput = z.strictObject({
	since: z.iso
		.datetime()
		.optional()
		.describe('Events of this time and later; absent: from now on. Pass the `since` of the answer before.'),
	wait: z.coerce.number().int().min(0).max(20).default(20).describe('Longest wait for an event, in seconds')
});
export type SandboxEventsInput = z.infer<typeof SandboxEventsInput>;

export const SandboxEventsOutput = z.object({
	ok: z.literal(true),
	events: z.array(
		z.object({
			id: z.string(),
			headers: z.record(z.string(), z.string()).describe('As a delivery at this moment would carry them'),
			body: z.base64().describe('The exact bytes of the body')
		})
	),
	since: z.iso.datetime().describe('For the next call. It reaches back a little: know events by their id.')
});
export type SandboxEventsOutput = z.infer<typeof SandboxEventsOutput>;

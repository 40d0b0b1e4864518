import { z } from 'zod';
import { LIVENESS_ACTIONS, LIVENESS_BURST } from './slots';
import { text } from './text';

export const LivenessChallengeInput = z.strictObject({
	extend: text(200).optional().describe('A challenge of this session whose time is to be extended, as it was given')
});
export type LivenessChallengeInput = z.infer<typeof LivenessChallengeInput>;

export const LivenessChallengeOutput = z.object({
	ok: z.literal(true),
	challenge: z.string().describe('Opaque; goes back with the frames, once'),
	actions: z.array(z.enum(LIVENESS_ACTIONS)).describe('To be done in this order; left and right are the person’s own'),
	expiresAt: z.iso.datetime().describe('Can be extended ten times, by five minutes each'),
	attempt: z.number().int().describe('From 1'),
	attemptsLeft: z.number().int().describe('With this one; after the last the frames go to a person as they are')
});
export type LivenessChallengeOutput = z.infer<typeof LivenessChallengeOutput>;

/** The JSON beside the frames. */
export const LivenessBurst = z.strictObject({
	challenge: text(200),
	frames: z
		.array(
			z.strictObject({
				atMs: z.number().int().min(0).max(LIVENESS_BURST.maxMs).describe('Since the first frame'),
				step: z
					.number()
					.int()
					.min(0)
					.max(3)
					.describe('0: the person was asked to look ahead; from 1: the action with that number')
			})
		)
		.min(LIVENESS_BURST.minFrames)
		.max(LIVENESS_BURST.maxFrames),
	camera: text(200).optional().describe('The camera’s name as the browser gives it; a hint, never proof')
});
export type LivenessBurst = z.infer<typeof LivenessBurst>;

export const LivenessAlternativeInput = z.strictObject({
	reason: z.enum(['without_movements', 'no_camera'])
});
export type LivenessAlternativeInput = z.infer<typeof LivenessAlternativeInput>;

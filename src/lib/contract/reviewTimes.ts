import { z } from 'zod';

/** The most that a session may wait: 90 days, after which it waits for nobody. */
const minutes = z.number().int().min(1).max(129_600);

const Times = z
	.strictObject({
		/** From here a session waits long. */
		soonMinutes: minutes,
		/** From here it waits too long. */
		dueMinutes: minutes
	})
	.refine(({ soonMinutes, dueMinutes }) => soonMinutes < dueMinutes, {
		path: ['dueMinutes'],
		message: 'must come after soonMinutes'
	});

/** How long a session may wait for a person; null as a whole: the product's own times. */
export const SaveReviewTimesInput = z.strictObject({
	times: Times.nullable(),
	/** The times that the page showed: what somebody else saved since is not written over. */
	seen: z.strictObject({ soonMinutes: minutes, dueMinutes: minutes }).optional()
});
export type SaveReviewTimesInput = z.infer<typeof SaveReviewTimesInput>;

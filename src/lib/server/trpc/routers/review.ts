import { z } from 'zod';
import { text } from '$lib/contract/text';
import { HUMAN_REASONS } from '$lib/contract/review';
import { REVIEW_STATUSES } from '$lib/contract/slots';
import { decideByPerson } from '$lib/server/verification';
import { router } from '../init';
import { reviewerProcedure } from '../procedures';

const DecideInput = z.strictObject({
	sessionId: z.uuid(),
	outcome: z.enum(['approved', 'rejected']),
	reasonCodes: z.array(z.enum(HUMAN_REASONS)).max(HUMAN_REASONS.length),
	comment: text(10_000).trim().optional(),
	/** What the page showed: a decision on a stale page is refused. */
	seenReviewStatus: z.enum(REVIEW_STATUSES)
});

export const reviewRouter = router({
	decide: reviewerProcedure
		.input(DecideInput)
		.mutation(({ ctx, input }) => decideByPerson(ctx.deps, ctx.operator, input))
});

import { z } from 'zod';
import { text } from '$lib/contract/text';
import { ENVIRONMENTS, REVIEW_STATUSES, SESSION_STATUSES } from '$lib/contract/slots';
import { getForReview, listForReview } from '$lib/server/verification';
import { router } from '../init';
import { operatorProcedure } from '../procedures';

const ListInput = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	status: z.enum(SESSION_STATUSES).optional(),
	reviewStatus: z.enum(REVIEW_STATUSES).optional(),
	/** A session id or an externalUserId. */
	search: text(200).optional(),
	cursor: text(200).optional(),
	limit: z.number().int().min(1).max(100).default(25)
});

export const sessionsRouter = router({
	list: operatorProcedure.input(ListInput).query(({ ctx, input }) => listForReview(ctx.deps, ctx.operator, input)),
	get: operatorProcedure
		.input(z.strictObject({ sessionId: z.uuid() }))
		.query(({ ctx, input }) => getForReview(ctx.deps, ctx.operator, input))
});

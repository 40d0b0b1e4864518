import { z } from 'zod';
import { AssignInput, SaveViewInput, SessionListFilter, TagInput } from '$lib/contract/sessionList';
import { ENVIRONMENTS } from '$lib/contract/slots';
import { text } from '$lib/contract/text';
import {
	assignSessions,
	getForReview,
	listForReview,
	listViews,
	readListChoices,
	removeView,
	saveView,
	tagSessions
} from '$lib/server/verification';
import { router } from '../init';
import { operatorProcedure, reviewerProcedure } from '../procedures';

const ListInput = z.strictObject({
	...SessionListFilter.shape,
	cursor: text(200).optional(),
	limit: z.number().int().min(1).max(100).default(25)
});

export const sessionsRouter = router({
	list: operatorProcedure.input(ListInput).query(({ ctx, input }) => listForReview(ctx.deps, ctx.operator, input)),
	get: operatorProcedure
		.input(z.strictObject({ sessionId: z.uuid() }))
		.query(({ ctx, input }) => getForReview(ctx.deps, ctx.operator, input)),
	choices: operatorProcedure
		.input(z.strictObject({ environment: z.enum(ENVIRONMENTS) }))
		.query(({ ctx, input }) => readListChoices(ctx.deps, ctx.operator, input)),
	assign: reviewerProcedure
		.input(AssignInput)
		.mutation(({ ctx, input }) => assignSessions(ctx.deps, ctx.operator, input)),
	tag: reviewerProcedure.input(TagInput).mutation(({ ctx, input }) => tagSessions(ctx.deps, ctx.operator, input)),
	views: operatorProcedure.query(({ ctx }) => listViews(ctx.deps, ctx.operator)),
	saveView: operatorProcedure
		.input(SaveViewInput)
		.mutation(({ ctx, input }) => saveView(ctx.deps, ctx.operator, input)),
	removeView: operatorProcedure
		.input(z.strictObject({ id: z.uuid() }))
		.mutation(({ ctx, input }) => removeView(ctx.deps, ctx.operator, input))
});

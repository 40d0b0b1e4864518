import { z } from 'zod';
import { SaveBrandingInput } from '$lib/contract/branding';
import { SaveEmbedOriginsInput } from '$lib/contract/embed';
import { SaveReviewTimesInput } from '$lib/contract/reviewTimes';
import { ENVIRONMENTS } from '$lib/contract/slots';
import { operatorProcedure, orgAdminProcedure } from '../procedures';
import { router } from '../init';
import {
	readBranding,
	readEmbedOrigins,
	readOrganization,
	readReviewTimes,
	saveBranding,
	saveEmbedOrigins,
	saveReviewTimes
} from '$lib/server/organizations';

export const organizationsRouter = router({
	branding: operatorProcedure.query(({ ctx }) => readBranding(ctx.deps, ctx.operator)),
	saveBranding: orgAdminProcedure
		.input(SaveBrandingInput)
		.mutation(({ ctx, input }) => saveBranding(ctx.deps, ctx.operator, input)),
	current: operatorProcedure.query(({ ctx }) => readOrganization(ctx.deps, ctx.operator)),
	embedOrigins: operatorProcedure
		.input(z.strictObject({ environment: z.enum(ENVIRONMENTS) }))
		.query(({ ctx, input }) => readEmbedOrigins(ctx.deps, ctx.operator.organizationId, input.environment)),
	saveEmbedOrigins: orgAdminProcedure
		.input(SaveEmbedOriginsInput)
		.mutation(({ ctx, input }) => saveEmbedOrigins(ctx.deps, ctx.operator, input)),
	reviewTimes: operatorProcedure.query(({ ctx }) => readReviewTimes(ctx.deps, ctx.operator)),
	saveReviewTimes: orgAdminProcedure
		.input(SaveReviewTimesInput)
		.mutation(({ ctx, input }) => saveReviewTimes(ctx.deps, ctx.operator, input))
});

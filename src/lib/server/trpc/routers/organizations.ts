import { z } from 'zod';
import { SaveEmbedOriginsInput } from '$lib/contract/embed';
import { ENVIRONMENTS } from '$lib/contract/slots';
import { operatorProcedure, orgAdminProcedure } from '../procedures';
import { router } from '../init';
import { readEmbedOrigins, readOrganization, saveEmbedOrigins } from '$lib/server/organizations';

export const organizationsRouter = router({
	current: operatorProcedure.query(({ ctx }) => readOrganization(ctx.deps, ctx.operator)),
	embedOrigins: operatorProcedure
		.input(z.strictObject({ environment: z.enum(ENVIRONMENTS) }))
		.query(({ ctx, input }) => readEmbedOrigins(ctx.deps, ctx.operator.organizationId, input.environment)),
	saveEmbedOrigins: orgAdminProcedure
		.input(SaveEmbedOriginsInput)
		.mutation(({ ctx, input }) => saveEmbedOrigins(ctx.deps, ctx.operator, input))
});

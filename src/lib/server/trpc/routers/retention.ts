import { SaveRetentionInput } from '$lib/contract/retention';
import { readRetention, saveRetention } from '$lib/server/verification';
import { router } from '../init';
import { operatorProcedure, orgAdminProcedure } from '../procedures';

export const retentionRouter = router({
	get: operatorProcedure.query(({ ctx }) => readRetention(ctx.deps, ctx.operator)),
	save: orgAdminProcedure
		.input(SaveRetentionInput)
		.mutation(({ ctx, input }) => saveRetention(ctx.deps, ctx.operator, input))
});

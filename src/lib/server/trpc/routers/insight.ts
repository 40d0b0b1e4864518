import { z } from 'zod';
import { INSIGHT_DAYS } from '$lib/contract/insight';
import { ENVIRONMENTS } from '$lib/contract/slots';
import { readInsight } from '$lib/server/verification';
import { router } from '../init';
import { operatorProcedure } from '../procedures';

const ReadInput = z.strictObject({ environment: z.enum(ENVIRONMENTS), days: z.literal(INSIGHT_DAYS) });

export const insightRouter = router({
	read: operatorProcedure.input(ReadInput).query(({ ctx, input }) => readInsight(ctx.deps, ctx.operator, input))
});

import { z } from 'zod';
import { text } from '$lib/contract/text';
import { ENVIRONMENTS } from '$lib/contract/slots';
import { resendEvent } from '$lib/server/webhooks';
import { router } from '../init';
import { reviewerProcedure } from '../procedures';

export const webhooksRouter = router({
	resend: reviewerProcedure
		.input(z.strictObject({ environment: z.enum(ENVIRONMENTS), eventId: text(100) }))
		.mutation(({ ctx, input }) => resendEvent(ctx.deps, ctx.operator.organizationId, input.environment, input.eventId))
});

import { z } from 'zod';
import { RequestSearch } from '$lib/contract/requestSearch';
import { text } from '$lib/contract/text';
import { searchRequests } from '$lib/server/requestLog';
import { router } from '../init';
import { operatorProcedure } from '../procedures';

/** What became of each call of the public API. */
export const requestsRouter = router({
	search: operatorProcedure
		.input(RequestSearch.extend({ cursor: text(200).optional(), limit: z.number().int().min(1).max(100).default(25) }))
		.query(({ ctx, input }) => searchRequests(ctx.deps, ctx.operator.organizationId, input))
});

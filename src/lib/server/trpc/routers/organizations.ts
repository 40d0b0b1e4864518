import { operatorProcedure } from '../procedures';
import { router } from '../init';
import { readOrganization } from '$lib/server/organizations';

export const organizationsRouter = router({
	current: operatorProcedure.query(({ ctx }) => readOrganization(ctx.deps, ctx.operator))
});

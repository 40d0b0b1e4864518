import { z } from 'zod';
import { OrganizationPolicyInput } from '$lib/contract/policy';
import { ENVIRONMENTS } from '$lib/contract/slots';
import { readPolicy, savePolicy } from '$lib/server/verification';
import { router } from '../init';
import { operatorProcedure, orgAdminProcedure } from '../procedures';

const environment = z.enum(ENVIRONMENTS);

export const policiesRouter = router({
	get: operatorProcedure
		.input(z.strictObject({ environment }))
		.query(({ ctx, input }) => readPolicy(ctx.deps, ctx.operator, input)),
	save: orgAdminProcedure
		.input(z.strictObject({ environment, policy: OrganizationPolicyInput }))
		.mutation(({ ctx, input }) => savePolicy(ctx.deps, ctx.operator, input))
});

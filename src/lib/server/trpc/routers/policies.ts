import { z } from 'zod';
import { OrganizationPolicyInput } from '$lib/contract/policy';
import { ENVIRONMENTS } from '$lib/contract/slots';
import { dryRunPolicy, listPolicyVersions, readPolicy, savePolicy } from '$lib/server/verification';
import { router } from '../init';
import { operatorProcedure, orgAdminProcedure } from '../procedures';

const environment = z.enum(ENVIRONMENTS);

export const policiesRouter = router({
	get: operatorProcedure
		.input(z.strictObject({ environment }))
		.query(({ ctx, input }) => readPolicy(ctx.deps, ctx.operator, input)),
	save: orgAdminProcedure
		.input(
			z.strictObject({ environment, policy: OrganizationPolicyInput, seenVersion: z.number().int().min(0).optional() })
		)
		.mutation(({ ctx, input }) => savePolicy(ctx.deps, ctx.operator, input)),
	versions: operatorProcedure
		.input(z.strictObject({ environment }))
		.query(({ ctx, input }) => listPolicyVersions(ctx.deps, ctx.operator, input)),
	dryRun: orgAdminProcedure
		.input(z.strictObject({ environment, policy: OrganizationPolicyInput }))
		.mutation(({ ctx, input }) => dryRunPolicy(ctx.deps, ctx.operator, input))
});

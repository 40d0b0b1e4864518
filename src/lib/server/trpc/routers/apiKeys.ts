import { z } from 'zod';
import { MintApiKeyInput, RotateApiKeyInput } from '$lib/contract/apiKeys';
import { listApiKeys, mintApiKey, revokeApiKey, rotateApiKey } from '$lib/server/organizations';
import { router } from '../init';
import { operatorProcedure, orgAdminProcedure } from '../procedures';

export const apiKeysRouter = router({
	list: operatorProcedure.query(({ ctx }) => listApiKeys(ctx.deps, ctx.operator)),
	mint: orgAdminProcedure
		.input(MintApiKeyInput)
		.mutation(({ ctx, input }) => mintApiKey(ctx.deps, ctx.operator, input)),
	rotate: orgAdminProcedure
		.input(RotateApiKeyInput)
		.mutation(({ ctx, input }) => rotateApiKey(ctx.deps, ctx.operator, input)),
	revoke: orgAdminProcedure
		.input(z.strictObject({ keyId: z.uuid() }))
		.mutation(({ ctx, input }) => revokeApiKey(ctx.deps, ctx.operator, input))
});

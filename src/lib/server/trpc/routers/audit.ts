import { AuditCheckInput, AuditListInput } from '$lib/contract/audit';
import { checkStretch, linkSomeEvents } from '$lib/server/audit';
import { listAudit, readAuditChoices } from '$lib/server/organizations';
import { router } from '../init';
import { orgAdminProcedure } from '../procedures';

export const auditRouter = router({
	list: orgAdminProcedure.input(AuditListInput).query(({ ctx, input }) => listAudit(ctx.deps, ctx.operator, input)),
	choices: orgAdminProcedure.query(({ ctx }) => readAuditChoices(ctx.deps, ctx.operator)),
	check: orgAdminProcedure.input(AuditCheckInput).query(async ({ ctx, input }) => {
		// The newest events are taken up first, so that a check of the chain's end is one of what has just happened.
		if (input.before === undefined) await linkSomeEvents(ctx.deps);
		return checkStretch(ctx.deps, ctx.operator.organizationId, input);
	})
});

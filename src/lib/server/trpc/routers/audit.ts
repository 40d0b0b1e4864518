import { AuditCheckInput, AuditListInput } from '$lib/contract/audit';
import { checkStretch } from '$lib/server/audit';
import { listAudit, readAuditChoices } from '$lib/server/organizations';
import { router } from '../init';
import { orgAdminProcedure } from '../procedures';

export const auditRouter = router({
	list: orgAdminProcedure.input(AuditListInput).query(({ ctx, input }) => listAudit(ctx.deps, ctx.operator, input)),
	choices: orgAdminProcedure.query(({ ctx }) => readAuditChoices(ctx.deps, ctx.operator)),
	check: orgAdminProcedure
		.input(AuditCheckInput)
		.query(({ ctx, input }) => checkStretch(ctx.deps, ctx.operator.organizationId, input))
});

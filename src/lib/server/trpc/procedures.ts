import { z } from 'zod';
import { applicantCookieName, authenticateApplicant, authorize, operatorOf } from '$lib/server/auth';
import { AppError } from '$lib/server/platform';
import type { Context } from './context';
import { baseProcedure } from './init';

/**
 * The caller, in the organization that their page shows. One login session shows one organization: after a switch in another tab an
 * older page would read and write the other's.
 */
function operatorIn({ login, shown }: Context) {
	if (login && shown !== null && shown !== login.organizationId) throw new AppError('ORGANIZATION_SWITCHED');
	return operatorOf(login);
}

/** Anyone logged in to the dashboard, in their organization. */
export const operatorProcedure = baseProcedure.use(({ ctx, next }) =>
	next({ ctx: { ...ctx, operator: authorize(operatorIn(ctx), 'read') } })
);

/** Anyone logged in, about themselves: no role is asked for, and no second step, which is set up here. */
export const loginProcedure = baseProcedure.use(({ ctx, next }) => {
	if (!ctx.login) throw new AppError('LOGIN_REQUIRED');
	return next({ ctx: { ...ctx, login: ctx.login } });
});

/** Who may decide: owners, admins, reviewers. */
export const reviewerProcedure = baseProcedure.use(({ ctx, next }) =>
	next({ ctx: { ...ctx, operator: authorize(operatorIn(ctx), 'review') } })
);

/** Who may change the organization itself: owners and admins. */
export const orgAdminProcedure = baseProcedure.use(({ ctx, next }) =>
	next({ ctx: { ...ctx, operator: authorize(operatorIn(ctx), 'administer') } })
);

/** The applicant of the session named in the input, by the cookie of that session. */
export const applicantProcedure = baseProcedure
	.input(z.object({ sessionId: z.uuid() }))
	.use(async ({ ctx, input, next }) => {
		const credential = ctx.cookie(applicantCookieName(input.sessionId));
		return next({ ctx: { ...ctx, applicant: await authenticateApplicant(ctx.deps, input.sessionId, credential) } });
	});

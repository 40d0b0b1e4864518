import { z } from 'zod';
import { EmailInput, RoleInput } from '$lib/contract/people';
import {
	endSecondStep,
	invite,
	listInvitations,
	listPeople,
	makeResetLink,
	readSecondStepRule,
	removeMember,
	revokeInvitation,
	saveSecondStepRule,
	setRole
} from '$lib/server/organizations';
import { router } from '../init';
import { operatorProcedure, orgAdminProcedure } from '../procedures';

const OnePerson = z.strictObject({ userId: z.string().min(1).max(60) });

export const peopleRouter = router({
	list: operatorProcedure.query(({ ctx }) => listPeople(ctx.deps, ctx.operator)),
	invitations: orgAdminProcedure.query(({ ctx }) => listInvitations(ctx.deps, ctx.operator)),
	invite: orgAdminProcedure
		.input(z.strictObject({ email: EmailInput, role: RoleInput }))
		.mutation(({ ctx, input }) => invite(ctx.deps, ctx.operator, input)),
	revokeInvitation: orgAdminProcedure
		.input(z.strictObject({ id: z.uuid() }))
		.mutation(({ ctx, input }) => revokeInvitation(ctx.deps, ctx.operator, input)),
	setRole: orgAdminProcedure
		.input(OnePerson.extend({ role: RoleInput }))
		.mutation(({ ctx, input }) => setRole(ctx.deps, ctx.operator, input)),
	remove: orgAdminProcedure.input(OnePerson).mutation(({ ctx, input }) => removeMember(ctx.deps, ctx.operator, input)),
	resetLink: orgAdminProcedure
		.input(OnePerson)
		.mutation(({ ctx, input }) => makeResetLink(ctx.deps, ctx.operator, input)),
	endSecondStep: orgAdminProcedure
		.input(OnePerson)
		.mutation(({ ctx, input }) => endSecondStep(ctx.deps, ctx.operator, input)),
	secondStepRule: operatorProcedure.query(({ ctx }) => readSecondStepRule(ctx.deps, ctx.operator)),
	saveSecondStepRule: orgAdminProcedure
		.input(z.strictObject({ required: z.boolean() }))
		.mutation(({ ctx, input }) => saveSecondStepRule(ctx.deps, ctx.operator, input))
});

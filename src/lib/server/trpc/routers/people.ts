import { z } from 'zod';
import { EmailInput, RoleInput } from '$lib/contract/people';
import {
	invite,
	listInvitations,
	listPeople,
	makeResetLink,
	removeMember,
	revokeInvitation,
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
		.mutation(({ ctx, input }) => makeResetLink(ctx.deps, ctx.operator, input))
});

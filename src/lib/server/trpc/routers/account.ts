import { z } from 'zod';
import { PasswordInput } from '$lib/contract/people';
import { text } from '$lib/contract/text';
import {
	beginSecondStep,
	changePassword,
	checkPassword,
	confirmSecondStep,
	endLogin,
	endOtherLogins,
	hasSecondStep,
	listLogins,
	newRecoveryCodes,
	removeSecondStep
} from '$lib/server/auth';
import { listOwnPlaces, recordOwnChange, showPlace } from '$lib/server/organizations';
import { router } from '../init';
import { loginProcedure } from '../procedures';

const password = z.string().max(256);

/** What a person does about their own login, whatever their role. */
export const accountRouter = router({
	get: loginProcedure.query(async ({ ctx: { deps, login } }) => ({
		email: login.email,
		secondStep: await hasSecondStep(deps, login.userId),
		logins: await listLogins(deps, login),
		places: await listOwnPlaces(deps, login)
	})),
	changePassword: loginProcedure
		.input(z.strictObject({ current: password, next: PasswordInput }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await changePassword(deps, login, input);
			await recordOwnChange(deps, login, 'user.password_changed');
		}),
	endLogin: loginProcedure
		.input(z.strictObject({ id: text(100) }))
		.mutation(({ ctx: { deps, login }, input }) => endLogin(deps, login, input.id)),
	endOtherLogins: loginProcedure.mutation(({ ctx: { deps, login } }) => endOtherLogins(deps, login)),
	show: loginProcedure
		.input(z.strictObject({ organizationId: text(100) }))
		.mutation(({ ctx: { deps, login }, input }) => showPlace(deps, login, input)),
	beginSecondStep: loginProcedure
		.input(z.strictObject({ password }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await checkPassword(deps, login.userId, input.password);
			return beginSecondStep(deps, login);
		}),
	confirmSecondStep: loginProcedure
		.input(z.strictObject({ code: text(20) }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			const done = await confirmSecondStep(deps, login.userId, input.code.replace(/\s/g, ''));
			await recordOwnChange(deps, login, 'user.second_step_added');
			return done;
		}),
	removeSecondStep: loginProcedure
		.input(z.strictObject({ password }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await checkPassword(deps, login.userId, input.password);
			await deps.store.tx((tx) => removeSecondStep(tx, login.userId));
			await recordOwnChange(deps, login, 'user.second_step_removed');
		}),
	newRecoveryCodes: loginProcedure
		.input(z.strictObject({ password }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await checkPassword(deps, login.userId, input.password);
			const recoveryCodes = await deps.store.tx((tx) => newRecoveryCodes(tx, deps, login.userId));
			await recordOwnChange(deps, login, 'user.recovery_codes_renewed');
			return { recoveryCodes };
		})
});

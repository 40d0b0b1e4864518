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
	removeSecondStep,
	type Login
} from '$lib/server/auth';
import type { Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { listOwnPlaces, recordForPerson, showPlace } from '$lib/server/organizations';
import { router } from '../init';
import { loginProcedure } from '../procedures';

const password = z.string().max(256);

/** The change's line in the log, written in the change's own transaction. */
const noted =
	(deps: Deps, { userId }: Login, action: string) =>
	(tx: Tx) =>
		recordForPerson(tx, deps, { userId, by: userId, action });

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
			await changePassword(deps, login, input, noted(deps, login, 'user.password_changed'));
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
		.mutation(({ ctx: { deps, login }, input }) =>
			confirmSecondStep(deps, login.userId, input.code.replace(/\s/g, ''), noted(deps, login, 'user.second_step_added'))
		),
	removeSecondStep: loginProcedure
		.input(z.strictObject({ password }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await checkPassword(deps, login.userId, input.password);
			await deps.store.tx(function* (tx) {
				yield* removeSecondStep(tx, login.userId);
				yield* noted(deps, login, 'user.second_step_removed')(tx);
			});
		}),
	newRecoveryCodes: loginProcedure
		.input(z.strictObject({ password }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await checkPassword(deps, login.userId, input.password);
			return deps.store.tx(function* (tx) {
				yield* noted(deps, login, 'user.recovery_codes_renewed')(tx);
				return { recoveryCodes: yield* newRecoveryCodes(tx, deps, login.userId) };
			});
		})
});

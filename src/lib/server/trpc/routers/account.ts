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
	forgetSecondStepEnded,
	listLogins,
	listPasskeys,
	passkeyState,
	readSecondStepEnded,
	removeSecondStep,
	renewRecoveryCodes,
	secondStepKinds
} from '$lib/server/auth';
import { listOwnPlaces, showPlace } from '$lib/server/organizations';
import { router } from '../init';
import { notedByOneself } from '../notedByOneself';
import { loginProcedure } from '../procedures';

const password = z.string().max(256);

/** What a person does about their own login, whatever their role. */
export const accountRouter = router({
	get: loginProcedure.query(async ({ ctx: { deps, login } }) => ({
		email: login.email,
		secondStep: await secondStepKinds(deps.store, login.userId),
		/** The organization on show asks for one, and this person has none. */
		secondStepMissing: login.secondStepMissing,
		secondStepEndedAt: await readSecondStepEnded(deps.store, login.userId),
		passkeys: await listPasskeys(deps, login.userId),
		passkeyState: passkeyState(deps.config),
		logins: await listLogins(deps, login),
		places: await listOwnPlaces(deps, login)
	})),
	changePassword: loginProcedure
		.input(z.strictObject({ current: password, next: PasswordInput }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await changePassword(deps, login, input, notedByOneself(deps, login, 'user.password_changed'));
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
			confirmSecondStep(
				deps,
				login.userId,
				input.code.replace(/\s/g, ''),
				notedByOneself(deps, login, 'user.second_step_added')
			)
		),
	removeSecondStep: loginProcedure
		.input(z.strictObject({ password }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await checkPassword(deps, login.userId, input.password);
			await deps.store.tx(function* (tx) {
				yield* removeSecondStep(tx, login.userId);
				yield* notedByOneself(deps, login, 'user.second_step_removed')(tx);
			});
		}),
	newRecoveryCodes: loginProcedure
		.input(z.strictObject({ password }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await checkPassword(deps, login.userId, input.password);
			return deps.store.tx(function* (tx) {
				yield* notedByOneself(deps, login, 'user.recovery_codes_renewed')(tx);
				return { recoveryCodes: yield* renewRecoveryCodes(tx, deps, login.userId) };
			});
		}),
	/** They know that somebody ended their second step. */
	acknowledge: loginProcedure.mutation(async ({ ctx: { deps, login } }) => {
		await deps.store.tx((tx) => forgetSecondStepEnded(tx, login.userId));
	})
});

import { z } from 'zod';
import { NewPasskey, PasskeyId, PasskeyName } from '$lib/contract/passkeys';
import { addPasskey, beginPasskey, checkPassword, removePasskey, renamePasskey } from '$lib/server/auth';
import { router } from '../init';
import { notedByOneself } from '../notedByOneself';
import { loginProcedure } from '../procedures';

const password = z.string().max(256);

/** What a person does about their own passkeys. To add or remove one takes the current password: somebody at an open screen has it not. */
export const passkeysRouter = router({
	begin: loginProcedure.input(z.strictObject({ password })).mutation(async ({ ctx: { deps, login }, input }) => {
		await checkPassword(deps, login.userId, input.password);
		return beginPasskey(deps, login);
	}),
	add: loginProcedure
		.input(z.strictObject({ answer: NewPasskey }))
		.mutation(({ ctx: { deps, login }, input }) =>
			addPasskey(deps, login, input.answer, notedByOneself(deps, login, 'user.passkey_added'))
		),
	rename: loginProcedure
		.input(z.strictObject({ id: PasskeyId, name: PasskeyName }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await deps.store.tx(function* (tx) {
				yield* renamePasskey(tx, login.userId, input);
				yield* notedByOneself(deps, login, 'user.passkey_renamed')(tx);
			});
		}),
	remove: loginProcedure
		.input(z.strictObject({ id: PasskeyId, password }))
		.mutation(async ({ ctx: { deps, login }, input }) => {
			await checkPassword(deps, login.userId, input.password);
			await deps.store.tx(function* (tx) {
				yield* removePasskey(tx, login.userId, input.id);
				yield* notedByOneself(deps, login, 'user.passkey_removed')(tx);
			});
		})
});

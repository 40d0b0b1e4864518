import type { Deps } from '$lib/server/deps';
import { closeLoginSession, type Login } from './loginSession';
import { recordForPerson } from './recordForPerson';

/** Ends the login session of this token, and says so in the log of each of the person's organizations. */
export async function logOut(
	deps: Pick<Deps, 'store' | 'clock' | 'ids'>,
	login: Pick<Login, 'userId'> | null,
	token: string
): Promise<void> {
	await closeLoginSession(deps, token);
	if (!login) return;
	const { userId } = login;
	await deps.store.tx((tx) => recordForPerson(tx, deps, { userId, by: userId, action: 'user.logged_out' }));
}

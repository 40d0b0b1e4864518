import { recordForPerson, type Login } from '$lib/server/auth';
import type { Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';

/** The line in the log of what a person changed about their own login, written in the change's own transaction. */
export const notedByOneself =
	(deps: Deps, { userId }: Login, action: string) =>
	(tx: Tx) =>
		recordForPerson(tx, deps, { userId, by: userId, action });

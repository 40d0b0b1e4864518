import { recordForPerson } from '$lib/server/auth';
import type { NoteRegression } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';

/** A passkey that counted backwards, perhaps a copy, is written down wherever its person belongs. */
export const notePasskeyRegression =
	(deps: Pick<Deps, 'clock' | 'ids'>): NoteRegression =>
	(tx, userId) =>
		recordForPerson(tx, deps, { userId, by: userId, action: 'user.passkey_refused' });

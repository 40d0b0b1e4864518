import { AppError, type Keyring } from '$lib/server/platform';
import type { SessionRow } from './sessionRepo';

/** Binds a wrapped session key to its session. The webhook lane opens event bodies with the same words. */
export const sessionKeyAad = (sessionId: string): string => `session|${sessionId}`;

/** The key that everything of this applicant is sealed with. A redacted session has none: its data is gone for good. */
export function openSessionKey(deps: { keyring: Keyring }, session: Pick<SessionRow, 'id' | 'wrappedKey'>): Buffer {
	if (!session.wrappedKey) throw new AppError('SESSION_FINISHED', { internal: 'redacted: the session key is gone' });
	return deps.keyring.unwrap(session.wrappedKey, sessionKeyAad(session.id));
}

import { eq } from 'drizzle-orm';
import type { Store } from '$lib/server/db';
import type { Clock, Ids } from '$lib/server/platform';
import { hashSecret } from '../apiKey';

/** How long a person has to find their phone, and their finger. */
export const CHALLENGE_MS = 5 * 60_000;
/** WebAuthn level 3, 13.4.3: at least 16 bytes. */
const CHALLENGE_BYTES = 32;

/** What is signed for: an answer to one is none to another. */
export type ChallengePurpose = 'add' | 'login' | 'second';

interface ChallengeDeps {
	store: Store;
	clock: Clock;
	ids: Ids;
}

/** A fresh challenge for one browser, known by a secret that only it holds; the one before opens nothing any more. */
export async function issueChallenge(
	deps: ChallengeDeps,
	purpose: ChallengePurpose,
	holder: string
): Promise<Uint8Array<ArrayBuffer>> {
	const challenge = new Uint8Array(deps.ids.bytes(CHALLENGE_BYTES));
	const { passkeyChallenges } = deps.store.t;
	const row = {
		challengeHash: hashSecret(Buffer.from(challenge).toString('base64url')),
		expiresAt: deps.clock.now() + CHALLENGE_MS
	};
	await deps.store.db
		.insert(passkeyChallenges)
		.values({ id: idOf(purpose, holder), ...row })
		.onConflictDoUpdate({ target: passkeyChallenges.id, set: row });
	return challenge;
}

/** Uses the browser's challenge up, whatever comes of it: how to know it, or null where there is none, or it is too old. */
export async function takeChallenge(
	deps: Pick<ChallengeDeps, 'store' | 'clock'>,
	purpose: ChallengePurpose,
	holder: string
): Promise<((challenge: string) => boolean) | null> {
	const { passkeyChallenges } = deps.store.t;
	const [taken] = await deps.store.db
		.delete(passkeyChallenges)
		.where(eq(passkeyChallenges.id, idOf(purpose, holder)))
		.returning();
	if (!taken || taken.expiresAt <= deps.clock.now()) return null;
	return (challenge) => hashSecret(challenge) === taken.challengeHash;
}

const idOf = (purpose: ChallengePurpose, holder: string): string => hashSecret(`passkey|${purpose}|${holder}`);

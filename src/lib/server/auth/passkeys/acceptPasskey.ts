import { and, eq } from 'drizzle-orm';
import type { PasskeyAnswer } from '$lib/contract/passkeys';
import { q, type Step, type Store, type Tx } from '$lib/server/db';
import { AppError, type Clock, type Config, type Keyring } from '$lib/server/platform';
import { guessesAt, GUESSES_PER_ACCOUNT } from '../guessLimits';
import { countOrRefuse } from '../rateLimit';
import { passkeyPlace } from './passkeyPlace';
import { takeChallenge } from './challenges';
import { webauthn } from './webauthn';

export interface AcceptDeps {
	store: Store;
	clock: Clock;
	keyring: Keyring;
	config: Pick<Config, 'origin'>;
}

/** What is written down when a passkey counted backwards: perhaps somebody made a copy of it. */
export type NoteRegression = (tx: Tx, userId: string) => Step<void>;

interface Claim {
	answer: PasskeyAnswer;
	/** What only the browser holds to which the challenge was given. */
	holder: string;
	/** Whose password was right already; null: the passkey comes alone, and names its person itself. */
	after: string | null;
}

/**
 * Whose passkey answered this browser's challenge, on this site, with its person verified. Everything else is the same LOGIN_FAILED.
 * @throws LOGIN_FAILED, RATE_LIMITED
 */
export async function acceptPasskey(deps: AcceptDeps, claim: Claim, note: NoteRegression): Promise<string> {
	const { answer, after } = claim;
	const isChallenge = await takeChallenge(deps, after === null ? 'login' : 'second', claim.holder);
	if (!isChallenge) throw failed('no challenge of this browser');
	const { passkeys } = deps.store.t;
	const [passkey] = await deps.store.db.select().from(passkeys).where(eq(passkeys.id, answer.id));
	if (!passkey) throw failed('unknown passkey');
	await countOrRefuse(deps, [guessesAt('login:passkey', passkey.userId, GUESSES_PER_ACCOUNT)]);
	if (passkey.userId !== (after ?? personNamedBy(answer))) throw failed('passkey of somebody else');
	const counter = await verify(deps, answer, passkey, isChallenge);
	const outcome = await deps.store.tx((tx) => use(tx, deps, { id: passkey.id, counter, alone: after === null }, note));
	if (outcome !== 'used') throw failed(`passkey ${outcome}`);
	return passkey.userId;
}

/** The authenticator's new count. */
async function verify(
	deps: AcceptDeps,
	answer: PasskeyAnswer,
	passkey: { id: string; publicKey: Buffer },
	isChallenge: (challenge: string) => boolean
): Promise<number> {
	const { rpId, origin } = passkeyPlace(deps.config);
	const { userHandle, ...response } = answer.response;
	const { verifyAuthenticationResponse } = await webauthn();
	const { verified, authenticationInfo } = await verifyAuthenticationResponse({
		response: {
			...answer,
			clientExtensionResults: {},
			response: { ...response, ...(userHandle ? { userHandle } : {}) }
		},
		expectedChallenge: isChallenge,
		expectedOrigin: origin,
		expectedRPID: rpId,
		requireUserVerification: true,
		// The count is compared below, in the transaction that moves it: 0 lets every count pass here.
		credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: 0 }
	}).catch((cause: unknown) => {
		throw failed('the answer proves nothing', cause);
	});
	if (!verified) throw failed('wrong signature');
	return authenticationInfo.newCounter;
}

/** Moves count and last use. WebAuthn level 3, 6.1.1: a count that does not grow is a copy's, unless neither ever counted. */
function* use(
	tx: Tx,
	deps: AcceptDeps,
	by: { id: string; counter: number; alone: boolean },
	note: NoteRegression
): Step<'used' | 'gone' | 'suspended' | 'regressed'> {
	const { passkeys } = tx.t;
	const [now] = yield* q(tx.db.select().from(passkeys).where(eq(passkeys.id, by.id)));
	if (!now) return 'gone';
	if (by.counter <= now.counter && (by.counter !== 0 || now.counter !== 0)) {
		yield* note(tx, now.userId);
		return 'regressed';
	}
	if (by.alone && now.suspendedAt !== null) return 'suspended';
	// Of two answers with one count, one finds it used.
	const moved = yield* q(
		tx.db
			.update(passkeys)
			.set({ counter: by.counter, lastUsedAt: deps.clock.now(), suspendedAt: null })
			.where(and(eq(passkeys.id, by.id), eq(passkeys.counter, now.counter)))
			.returning({ id: passkeys.id })
	);
	return moved.length > 0 ? 'used' : 'regressed';
}

/** A passkey that comes alone says whose it is: what was given to it when it was made. */
const personNamedBy = ({ response }: PasskeyAnswer): string =>
	Buffer.from(response.userHandle ?? '', 'base64url').toString('utf8');

const failed = (internal: string, cause?: unknown) => new AppError('LOGIN_FAILED', { internal, cause });

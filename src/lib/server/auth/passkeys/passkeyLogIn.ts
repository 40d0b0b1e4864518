import { eq } from 'drizzle-orm';
import type { PasskeyAnswer } from '$lib/contract/passkeys';
import type { Deps } from '$lib/server/deps';
import { guessesFrom } from '../guessLimits';
import { openLoginSession } from '../loginSession';
import { endPendingLogin, findPendingLogin, takePendingTry } from '../pendingLogin';
import { countOrRefuse } from '../rateLimit';
import { acceptPasskey, type NoteRegression } from './acceptPasskey';
import { CHALLENGE_MS, issueChallenge } from './challenges';
import { passkeyPlace } from './passkeyPlace';
import { webauthn } from './webauthn';

const HOLDER_BYTES = 32;

interface From {
	/** Where the request came from. */
	address: string;
	/** As the browser names itself. */
	userAgent?: string | null;
}

/**
 * What the browser needs to ask for a passkey of whomever: it shows those that it has for this site. `holder` goes into a cookie; the
 * answer counts only beside it.
 * @throws RATE_LIMITED; VALIDATION_FAILED where this site's address can have no passkeys
 */
export async function beginPasskeyLogIn(deps: Deps, input: From) {
	await countOrRefuse(deps, [guessesFrom('login:passkey_asked', input.address)]);
	const { rpId } = passkeyPlace(deps.config);
	const { generateAuthenticationOptions } = await webauthn();
	const holder = deps.ids.hex(HOLDER_BYTES);
	const challenge = await issueChallenge(deps, 'login', holder);
	return {
		holder,
		options: await generateAuthenticationOptions({
			...{ rpID: rpId, challenge, timeout: CHALLENGE_MS, userVerification: 'required' }
		})
	};
}

/**
 * Opens a login session by a passkey alone. It holds the key and knows its person: both steps in one.
 * @throws LOGIN_FAILED whatever is wrong with it, RATE_LIMITED
 */
export async function logInByPasskey(
	deps: Deps,
	input: From & { holder: string; answer: PasskeyAnswer },
	note: NoteRegression
): Promise<{ token: string }> {
	await countOrRefuse(deps, [guessesFrom('login', input.address)]);
	const { answer, holder } = input;
	const userId = await acceptPasskey(deps, { answer, holder, after: null }, note);
	return openLoginSession(deps, userId, input.userAgent);
}

/** The same after a right password, for that person's passkeys only. @throws SESSION_EXPIRED where the password has to be given again */
export async function beginPasskeyStep(deps: Deps, input: From & { pending: string }) {
	await countOrRefuse(deps, [guessesFrom('login:passkey_asked', input.address)]);
	const { rpId } = passkeyPlace(deps.config);
	const userId = await findPendingLogin(deps, input.pending);
	const { passkeys } = deps.store.t;
	const theirs = await deps.store.db
		.select({ id: passkeys.id, transports: passkeys.transports })
		.from(passkeys)
		.where(eq(passkeys.userId, userId));
	const { generateAuthenticationOptions } = await webauthn();
	return generateAuthenticationOptions({
		rpID: rpId,
		challenge: await issueChallenge(deps, 'second', input.pending),
		timeout: CHALLENGE_MS,
		userVerification: 'required',
		allowCredentials: theirs.map(({ id, transports }) => ({ id, transports: transports.split(',').filter(Boolean) }))
	});
}

/** Finishes the login that a right password began. @throws LOGIN_FAILED, RATE_LIMITED; SESSION_EXPIRED as with codes */
export async function finishByPasskey(
	deps: Deps,
	input: From & { pending: string; answer: PasskeyAnswer },
	note: NoteRegression
): Promise<{ token: string }> {
	await countOrRefuse(deps, [guessesFrom('login', input.address)]);
	const { answer, pending } = input;
	const after = await takePendingTry(deps, pending);
	const userId = await acceptPasskey(deps, { answer, holder: pending, after }, note);
	await endPendingLogin(deps, pending);
	return openLoginSession(deps, userId, input.userAgent);
}

import { count, eq } from 'drizzle-orm';
import { PASSKEYS_AT_MOST, type NewPasskey } from '$lib/contract/passkeys';
import { isUniqueViolation, q, type Step, type Store, type Tx } from '$lib/server/db';
import { AppError, type Clock, type Config, type Ids } from '$lib/server/platform';
import type { Login } from '../loginSession';
import { firstRecoveryCodes } from '../recoveryCodes';
import { forgetSecondStepEnded } from '../secondStepKinds';
import { authenticatorName } from './authenticatorName';
import { CHALLENGE_MS, issueChallenge, takeChallenge } from './challenges';
import { passkeyPlace } from './passkeyPlace';
import { webauthn } from './webauthn';

interface AddDeps {
	store: Store;
	clock: Clock;
	ids: Ids;
	config: Pick<Config, 'origin'>;
}
type Me = Pick<Login, 'userId' | 'email' | 'loginSessionId'>;

/** EdDSA, ES256, RS256: what every authenticator of today speaks one of. */
const ALGORITHMS = [-8, -7, -257];

/**
 * What the browser needs to make a passkey for this person: one that is found without a name, and that asks for finger, face or PIN.
 * @throws VALIDATION_FAILED where this site's address can have none, or the person has as many as there may be
 */
export async function beginPasskey(deps: AddDeps, me: Me) {
	const { rpId } = passkeyPlace(deps.config);
	const { passkeys } = deps.store.t;
	const theirs = await deps.store.db
		.select({ id: passkeys.id, transports: passkeys.transports })
		.from(passkeys)
		.where(eq(passkeys.userId, me.userId));
	if (theirs.length >= PASSKEYS_AT_MOST) throw tooMany();
	const { generateRegistrationOptions } = await webauthn();
	return generateRegistrationOptions({
		rpName: 'id beyond',
		rpID: rpId,
		userName: me.email,
		userDisplayName: me.email,
		userID: new Uint8Array(Buffer.from(me.userId, 'utf8')),
		challenge: await issueChallenge(deps, 'add', me.loginSessionId),
		timeout: CHALLENGE_MS,
		attestationType: 'none',
		excludeCredentials: theirs.map(({ id, transports }) => ({ id, transports: transports.split(',').filter(Boolean) })),
		authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
		supportedAlgorithmIDs: ALGORITHMS
	});
}

/**
 * Keeps the passkey that the browser made. Who had no second step before has one now, and gets recovery codes: in this answer only.
 * `noted` writes it down with the deed.
 * @throws SESSION_EXPIRED where the time was over, or the challenge another's; VALIDATION_FAILED for an answer that proves nothing
 */
export async function addPasskey(
	deps: AddDeps,
	me: Me,
	answer: NewPasskey,
	noted: (tx: Tx) => Step<void>
): Promise<{ id: string; name: string; recoveryCodes: string[] }> {
	const made = await verifyNew(deps, me, answer);
	const now = deps.clock.now();
	const name = authenticatorName(made.aaguid, now);
	const { id, publicKey, counter } = made.credential;
	const row = { id, userId: me.userId, publicKey: Buffer.from(publicKey), counter, name, createdAt: now };
	try {
		const recoveryCodes = await deps.store.tx(function* (tx) {
			const { passkeys } = tx.t;
			const [held] = yield* q(tx.db.select({ count: count() }).from(passkeys).where(eq(passkeys.userId, me.userId)));
			if ((held?.count ?? 0) >= PASSKEYS_AT_MOST) throw tooMany();
			yield* q(tx.db.insert(passkeys).values({ ...row, transports: answer.response.transports.join(',') }));
			yield* forgetSecondStepEnded(tx, me.userId);
			yield* noted(tx);
			return yield* firstRecoveryCodes(tx, deps, me.userId);
		});
		return { id, name, recoveryCodes };
	} catch (cause) {
		if (isUniqueViolation(cause)) throw refused('is known already', cause);
		throw cause;
	}
}

async function verifyNew(deps: AddDeps, me: Me, answer: NewPasskey) {
	const { rpId, origin } = passkeyPlace(deps.config);
	const isChallenge = await takeChallenge(deps, 'add', me.loginSessionId);
	if (!isChallenge) throw new AppError('SESSION_EXPIRED', { internal: 'no challenge of this login' });
	const { verifyRegistrationResponse } = await webauthn();
	const { verified, registrationInfo } = await verifyRegistrationResponse({
		response: { ...answer, clientExtensionResults: {} },
		expectedChallenge: isChallenge,
		expectedOrigin: origin,
		expectedRPID: rpId,
		requireUserVerification: true,
		supportedAlgorithmIDs: ALGORITHMS
	}).catch((cause: unknown) => {
		// The library says each thing that may be wrong with an answer by throwing: none of them is told.
		throw refused('proves nothing', cause);
	});
	if (!verified) throw refused('proves nothing');
	return registrationInfo;
}

const refused = (message: string, cause?: unknown) =>
	new AppError('VALIDATION_FAILED', { cause, fields: [{ path: 'answer', message }] });

const tooMany = () => new AppError('VALIDATION_FAILED', { fields: [{ path: 'passkeys', message: 'too many' }] });

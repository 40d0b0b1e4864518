/** Pure. A challenge as the applicant's device carries it: the id, and a signature over all that it stands for. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LivenessAction } from '$lib/contract/slots';
import { AppError, type Keyring } from '$lib/server/platform';

export interface Challenge {
	id: string;
	sessionId: string;
	actions: LivenessAction[];
	createdAt: number;
}

/** The expiry is not signed: it can be extended, and the server's own row says when it is. */
export const signChallenge = (keyring: Keyring, challenge: Challenge): string =>
	`${challenge.id}.${signature(keyring, challenge).toString('base64url')}`;

/** The id that a token names. @throws LIVENESS_CHALLENGE_INVALID where it has not the form of one */
export function challengeId(token: string): string {
	const id = /^([0-9a-f-]{36})\.[\w-]{43}$/.exec(token)?.[1];
	if (id === undefined) throw new AppError('LIVENESS_CHALLENGE_INVALID');
	return id;
}

/** That there is such a challenge, and that this token was given for exactly it. @throws LIVENESS_CHALLENGE_INVALID */
export function assertSigned(
	keyring: Keyring,
	challenge: Challenge | undefined,
	token: string
): asserts challenge is Challenge {
	if (challenge === undefined || !isSigned(keyring, challenge, token)) throw new AppError('LIVENESS_CHALLENGE_INVALID');
}

function isSigned(keyring: Keyring, challenge: Challenge, token: string): boolean {
	const given = Buffer.from(token.slice(challenge.id.length + 1), 'base64url');
	const own = signature(keyring, challenge);
	return given.length === own.length && timingSafeEqual(given, own);
}

const signature = (keyring: Keyring, { id, sessionId, actions, createdAt }: Challenge): Buffer =>
	createHmac('sha256', keyring.derive('liveness-challenge'))
		.update([id, sessionId, actions.join(','), String(createdAt)].join('|'))
		.digest();

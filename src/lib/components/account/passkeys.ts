/** The browser's half of passkeys: whether there can be any here, and what came of asking for one. */
import {
	browserSupportsWebAuthn,
	startAuthentication,
	startRegistration,
	type AuthenticationResponseJSON,
	type PublicKeyCredentialCreationOptionsJSON,
	type PublicKeyCredentialRequestOptionsJSON,
	type RegistrationResponseJSON
} from '@simplewebauthn/browser';
import type { PasskeyState } from '$lib/server/auth';

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON;
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON;

/** `canceled`: the person closed the browser's question, or let it go by. `known`: this device has one for them already. */
export type Asked<Answer> = { answer: Answer } | { trouble: 'canceled' | 'known' | 'failed' };

/** What stands against passkeys in this browser on this site; null: nothing. For the browser only, after the page has loaded. */
export const passkeyHindrance = (site: PasskeyState): Exclude<PasskeyState, 'ok'> | 'unsupported' | null =>
	site !== 'ok' ? site : browserSupportsWebAuthn() ? null : 'unsupported';

export const makePasskey = (options: CreationOptions): Promise<Asked<RegistrationResponseJSON>> =>
	asked(startRegistration({ optionsJSON: options }));

export const askForPasskey = (options: RequestOptions): Promise<Asked<AuthenticationResponseJSON>> =>
	asked(startAuthentication({ optionsJSON: options }));

async function asked<Answer>(question: Promise<Answer>): Promise<Asked<Answer>> {
	try {
		return { answer: await question };
	} catch (error) {
		// WebAuthn's own names, which browsers share: "no" and "too late" are one on purpose.
		const name = error instanceof Error ? error.name : '';
		if (name === 'NotAllowedError' || name === 'AbortError') return { trouble: 'canceled' };
		return { trouble: name === 'InvalidStateError' ? 'known' : 'failed' };
	}
}

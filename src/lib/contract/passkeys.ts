/** What a browser sends of a passkey (WebAuthn's JSON forms), and what people write to one. */
import { z } from 'zod';
import { text } from './text';

/** More than anybody carries; few enough to be listed in one request of the browser. */
export const PASSKEYS_AT_MOST = 20;

/** Bytes as base64url, at most so many characters. */
const bytes = (maxLength: number) =>
	z
		.string()
		.max(maxLength)
		.regex(/^[\w-]+$/);

/** WebAuthn level 3, 5.8.4: how a browser reaches an authenticator. A browser may know others, which are left out. */
const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
const Transports = z
	.array(z.string().max(40))
	.max(20)
	.default([])
	.transform((said) => TRANSPORTS.filter((known) => said.includes(known)));

/** CTAP 2.1: a credential's id has at most 1023 bytes. */
export const PasskeyId = bytes(1364);
export const PasskeyName = text(60).trim().min(1, 'required');

/** A fresh passkey's public half. */
export const NewPasskey = z.object({
	id: PasskeyId,
	rawId: PasskeyId,
	type: z.literal('public-key'),
	response: z.object({ clientDataJSON: bytes(8192), attestationObject: bytes(65_536), transports: Transports })
});
export type NewPasskey = z.infer<typeof NewPasskey>;

/** A passkey's signature under a challenge. */
export const PasskeyAnswer = z.object({
	id: PasskeyId,
	rawId: PasskeyId,
	type: z.literal('public-key'),
	response: z.object({
		clientDataJSON: bytes(8192),
		authenticatorData: bytes(8192),
		signature: bytes(8192),
		userHandle: bytes(128).nullish()
	})
});
export type PasskeyAnswer = z.infer<typeof PasskeyAnswer>;

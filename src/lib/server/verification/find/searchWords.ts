import { createHmac } from 'node:crypto';
import type { Keyring } from '$lib/server/platform';
import { foldWhole, foldWords } from './foldText';

/** 72 bits: a million people's words collide less often than people share a name. */
const HASH_BYTES = 9;

/** How one organization's words stand in the database: HMAC-SHA256 under a key derived from the root key and the organization. */
export function wordHasher(keyring: Keyring, organizationId: string): (folded: string) => string {
	const key = keyring.derive(`search words|${organizationId}`);
	return (folded) =>
		createHmac('sha256', key).update(folded, 'utf8').digest().subarray(0, HASH_BYTES).toString('base64url');
}

/** Every word that these readings can be found by: the words of names, and numbers as one. */
export const wordsOf = (names: readonly string[], numbers: readonly string[]): string[] => [
	...new Set([...names.flatMap(foldWords), ...names.map(foldWhole), ...numbers.map(foldWhole)].filter(Boolean))
];

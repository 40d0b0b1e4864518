import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { mintKeys, revokeKeys, rotateKeys } from '../client/operator.mjs';
import { quantile } from './figures.mjs';

/** @typedef {import('../client/operator.mjs').Operator} Operator */

/**
 * Every way in which a key can be wrong that a caller must not be able to tell apart, by its name.
 * @param {Operator} operator
 * @returns {Promise<Record<string, string>>}
 */
export async function wrongKeys(operator) {
	const good = await mintKeys(operator);
	const revoked = await mintKeys(operator);
	await revokeKeys(operator, revoked.id);
	const replaced = await mintKeys(operator);
	await rotateKeys(operator, replaced.id, 0);
	return {
		replaced: replaced.secretKey,
		mistyped: good.secretKey.slice(0, -1) + (good.secretKey.endsWith('0') ? '1' : '0'),
		publishable: good.publishableKey,
		'of the other kind, revoked': revoked.publishableKey,
		revoked: revoked.secretKey,
		unknown: unknownKey(),
		malformed: 'sk_test_x'
	};
}

/** A key of the right form and checksum that no database here has seen. */
function unknownKey() {
	const start = `sk_test_${randomBytes(24).toString('hex')}`;
	return start + crc32(start).toString(16).padStart(8, '0');
}

/**
 * Calls with each wrong key in turn, so that what else the machine does falls on all alike.
 * @param {string} origin @param {Record<string, string>} keys @param {number} rounds calls with each
 * @returns {Promise<{ bodies: Set<string>, medians: { kind: string, ms: number }[] }>} the bodies without their request ids
 */
export async function refusals(origin, keys, rounds) {
	/** @type {Map<string, number[]>} */
	const times = new Map(Object.keys(keys).map((kind) => [kind, []]));
	/** @type {Set<string>} */
	const bodies = new Set();
	for (let round = 0; round < rounds; round++)
		for (const [kind, key] of Object.entries(keys)) {
			const startedAt = performance.now();
			const reply = await fetch(`${origin}/api/verification/sessions`, {
				headers: { authorization: `Bearer ${key}` }
			});
			const text = await reply.text();
			times.get(kind)?.push(performance.now() - startedAt);
			const { requestId } = JSON.parse(text).error;
			bodies.add(`${reply.status} ${text.replace(requestId, '')}`);
		}
	return { bodies, medians: [...times].map(([kind, own]) => ({ kind, ms: quantile(own, 0.5) })) };
}

/** @param {{ ms: number }[]} medians */
export const apart = (medians) => Math.max(...medians.map(({ ms }) => ms)) - Math.min(...medians.map(({ ms }) => ms));

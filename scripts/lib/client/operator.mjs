import { randomBytes } from 'node:crypto';

/**
 * @typedef {object} Operator
 * @property {string} origin
 * @property {string} email
 * @property {string} password
 * @property {string} organizationId
 * @property {string} cookie the `kyc_session` cookie, as a Cookie header
 */

/**
 * Signs up as a browser without script would: the form, its redirect, its cookie.
 * @param {string} origin
 * @param {string} [organizationName]
 * @returns {Promise<Operator>}
 */
export async function signUp(origin, organizationName = 'Specimen Bank') {
	const email = `owner-${randomBytes(6).toString('hex')}@example.com`;
	const password = randomBytes(12).toString('base64url');
	const reply = await fetch(`${origin}/signup`, {
		method: 'POST',
		headers: { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
		body: new URLSearchParams({ organizationName, email, password }),
		redirect: 'manual'
	});
	const cookie = reply.headers.getSetCookie().find((line) => line.startsWith('kyc_session='));
	if (reply.status !== 303 || cookie === undefined)
		throw new Error(`/signup answered ${reply.status}: ${await reply.text()}`);
	const header = cookie.split(';')[0] ?? '';
	return { origin, email, password, organizationId: await organizationOf(origin, header), cookie: header };
}

/**
 * Logs in as a browser without script would.
 * @param {string} origin @param {string} email @param {string} password
 * @returns {Promise<string>} the `kyc_session` cookie, as a Cookie header
 */
export async function logInAs(origin, email, password) {
	const reply = await fetch(`${origin}/login?/password`, {
		method: 'POST',
		headers: { origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
		body: new URLSearchParams({ email, password }),
		redirect: 'manual'
	});
	const cookie = reply.headers.getSetCookie().find((line) => line.startsWith('kyc_session='));
	if (cookie === undefined) throw new Error(`/login answered ${reply.status}`);
	return cookie.split(';')[0] ?? '';
}

/** The first owner that `idb seed` told of. @param {string} output */
export function seededOwner(output) {
	const [, email, password] = /of (\S+), password (\S+)/.exec(output) ?? [];
	if (!email || !password) throw new Error(`idb seed named no owner:\n${output.slice(-2000)}`);
	return { email, password };
}

/** Which organization the login cookie shows. @param {string} origin @param {string} cookie */
export async function organizationOf(origin, cookie) {
	const reply = await fetch(`${origin}/api/trpc/organizations.current`, { headers: { cookie } });
	const body = await reply.json();
	const id = body?.result?.data?.json?.id;
	if (typeof id !== 'string') throw new Error(`organizations.current answered ${reply.status}`);
	return id;
}

/**
 * The guide's own call: POST /api/dashboard/organizations/{orgId}/api-keys with the login cookie.
 * @param {Operator} operator
 * @param {'test' | 'live'} [environment]
 * @returns {Promise<{ id: string, secretKey: string, publishableKey: string }>}
 */
export async function mintKeys({ origin, organizationId, cookie }, environment = 'test') {
	const reply = await fetch(`${origin}/api/dashboard/organizations/${organizationId}/api-keys`, {
		method: 'POST',
		headers: { cookie, 'content-type': 'application/json' },
		body: JSON.stringify({ environment, label: 'backend-dev' })
	});
	if (reply.status !== 201) throw new Error(`Minting keys answered ${reply.status}: ${await reply.text()}`);
	return reply.json();
}

/** @param {Operator} operator @param {string} keyId */
export async function revokeKeys({ origin, organizationId, cookie }, keyId) {
	const address = `${origin}/api/dashboard/organizations/${organizationId}/api-keys/${keyId}`;
	const reply = await fetch(address, { method: 'DELETE', headers: { cookie } });
	if (!reply.ok) throw new Error(`Revoking answered ${reply.status}: ${await reply.text()}`);
}

/**
 * Replaces a pair as the dashboard does; the one before works on for `overlapHours`.
 * @param {Operator} operator @param {string} keyId @param {number} overlapHours
 * @returns {Promise<{ id: string, secretKey: string, publishableKey: string }>}
 */
export async function rotateKeys({ origin, cookie }, keyId, overlapHours) {
	const reply = await fetch(`${origin}/api/trpc/apiKeys.rotate`, {
		method: 'POST',
		headers: { cookie, origin, 'content-type': 'application/json' },
		body: JSON.stringify({ json: { keyId, overlapHours } })
	});
	if (!reply.ok) throw new Error(`Replacing keys answered ${reply.status}: ${await reply.text()}`);
	return (await reply.json()).result.data.json;
}

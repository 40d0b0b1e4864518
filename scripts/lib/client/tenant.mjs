/**
 * @typedef {{ sessionId: string, clientSecret: string, hostedUrl: string, token: string, expiresAt: string, warnings?: { code: string }[] }} CreatedSession
 */

/**
 * The tenant's backend: bearer calls to the public REST API.
 * @param {string} origin
 * @param {string} secretKey
 */
export function tenant(origin, secretKey) {
	const authorization = `Bearer ${secretKey}`;
	/** @param {string} path @param {RequestInit} [init] */
	const call = (path, init = {}) =>
		fetch(`${origin}/api/verification/${path}`, { ...init, headers: { authorization, ...init.headers } });
	return {
		call,
		/** @param {object} [input] @returns {Promise<CreatedSession>} */
		async createSession(input = {}) {
			const reply = await call('sessions', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(input)
			});
			if (reply.status !== 201) throw new Error(`Creating a session answered ${reply.status}: ${await reply.text()}`);
			return reply.json();
		},
		/** @param {string} sessionId */
		async readSession(sessionId) {
			const reply = await call(`sessions/${sessionId}`);
			if (reply.status !== 200) throw new Error(`Reading a session answered ${reply.status}: ${await reply.text()}`);
			return reply.json();
		},
		/** @param {string} sessionId */
		cancel: (sessionId) => call(`sessions/${sessionId}/cancel`, { method: 'POST' })
	};
}

/**
 * The applicant's browser, by HTTP alone: opens hostedUrl, keeps the cookie, walks through the applicant API.
 * @param {string} origin
 * @param {CreatedSession} session
 */
export async function openHostedUrl(origin, session) {
	const landing = await fetch(session.hostedUrl, { redirect: 'manual' });
	const line = landing.headers.getSetCookie().find((one) => one.startsWith(`kyc_applicant_${session.sessionId}=`));
	if (landing.status !== 303 || line === undefined)
		throw new Error(`hostedUrl answered ${landing.status} without its cookie`);
	const cookie = line.split(';')[0] ?? '';
	/** @param {string} path @param {RequestInit} [init] */
	const call = (path, init = {}) =>
		fetch(`${origin}/api/verification/sessions/${session.sessionId}/${path}`, {
			...init,
			headers: { cookie, origin, ...init.headers }
		});
	return {
		cookie,
		call,
		cleanUrl: new URL(landing.headers.get('location') ?? '', origin).href,
		/** @returns {Promise<Response>} */
		consent: () =>
			call('consent', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ textVersion: '2026-11', locale: 'en' })
			}),
		/** @param {string} slot @param {Uint8Array} bytes @param {string} [mediaType] */
		upload: (slot, bytes, mediaType = 'image/jpeg') =>
			call(`evidence/${slot}`, { method: 'PUT', headers: { 'content-type': mediaType }, body: Buffer.from(bytes) }),
		submit: () => call('submit', { method: 'POST' }),
		async progress() {
			const reply = await call('progress');
			if (reply.status !== 200) throw new Error(`progress answered ${reply.status}: ${await reply.text()}`);
			return reply.json();
		},
		finish: () =>
			fetch(`${origin}/verification/session/${session.sessionId}/return`, { headers: { cookie }, redirect: 'manual' })
	};
}

/**
 * Asks again and again until the answer is not undefined; rejects after `timeoutMs` with what was waited for.
 * @template T
 * @param {string} what
 * @param {() => Promise<T | undefined>} look
 * @param {{ timeoutMs?: number, everyMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function until(what, look, { timeoutMs = 30_000, everyMs = 100 } = {}) {
	const end = Date.now() + timeoutMs;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s in vain: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
}

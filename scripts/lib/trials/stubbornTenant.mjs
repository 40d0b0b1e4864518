import { randomUUID } from 'node:crypto';

/** With which every webhook secret of a trial begins, so that one look finds any of them. */
export const WEBHOOK_SECRET_START = 'webhook-secret-canary-';
/** How many of them work at a time. */
const TENANTS = 8;
const PAUSE_MS = 20;
const TIMEOUT_MS = 10_000;
/** After a create: what else is asked of some sessions (`resend`: of an event that was announced), with a key of its own. */
const CHANGES = ['link', 'cancel', 'redact', 'resend'];

/**
 * Backends that do as the guide says: every request has an Idempotency-Key, and is repeated with it until it is answered. Some answers
 * are asked for once more at the end, when every process has died several times since.
 * @param {{ origin: string, secretKey: string, webhookUrl: (n: number) => string, created: (sessionId: string) => void,
 * someEvent: () => string | undefined }} options
 */
export function startTenants({ origin, secretKey, webhookUrl, created, someEvent }) {
	/** @type {Set<string>} */
	const sessions = new Set();
	/** @type {{ path: string, key: string, body: string, answer: string }[]} */
	const answered = [];
	/** Events that were asked for once more. @type {string[]} */
	const resent = [];
	let stopping = false;
	let repeats = 0;
	let count = 0;

	/** @param {string} path @param {string} key @param {string} body */
	async function ask(path, key, body) {
		for (;;) {
			const reply = await send({ origin, secretKey }, path, key, body).catch(() => undefined);
			if (reply !== undefined && reply.status < 500) return reply;
			repeats++;
			await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
		}
	}

	async function work() {
		while (!stopping) {
			const n = count++;
			const key = randomUUID();
			const body = JSON.stringify({
				...{ externalUserId: key, webhookUrl: webhookUrl(n) },
				webhookSecret: `${WEBHOOK_SECRET_START}${randomUUID()}`
			});
			const reply = await ask('sessions', key, body);
			if (reply.status !== 201) throw new Error(`A create answered ${reply.status}: ${reply.text}`);
			const { sessionId } = JSON.parse(reply.text);
			sessions.add(sessionId);
			const change = CHANGES[n % 40];
			if (n % 10 === 0) answered.push({ path: 'sessions', key, body, answer: reply.text });
			// A redacted session's events go nowhere; the others' are announced.
			if (change !== 'redact') created(sessionId);
			if (change === 'resend') await resend();
			else if (change !== undefined) await alter(`sessions/${sessionId}/${change}`);
		}
	}

	async function resend() {
		const eventId = someEvent();
		if (eventId === undefined) return;
		// Noted before: an answer may be lost though the resend is not.
		resent.push(eventId);
		await alter(`events/${eventId}/resend`);
	}

	/** @param {string} path */
	async function alter(path) {
		const key = randomUUID();
		const { status, text } = await ask(path, key, '');
		if (status === 200 || status === 202) answered.push({ path, key, body: '', answer: text });
	}

	const workers = Array.from({ length: TENANTS }, work);
	return {
		async stop() {
			stopping = true;
			await Promise.all(workers);
			/** @type {string[]} */
			const changed = [];
			for (const { path, key, body, answer } of answered)
				if ((await ask(path, key, body)).text !== answer) changed.push(path);
			return { sessions, resent, repeats, changed, compared: answered.length };
		}
	};
}

/** @param {{ origin: string, secretKey: string }} to @param {string} path @param {string} key @param {string} body */
async function send({ origin, secretKey }, path, key, body) {
	const reply = await fetch(`${origin}/api/verification/${path}`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${secretKey}`,
			'content-type': 'application/json',
			'idempotency-key': key
		},
		body,
		signal: AbortSignal.timeout(TIMEOUT_MS)
	});
	return { status: reply.status, text: await reply.text() };
}

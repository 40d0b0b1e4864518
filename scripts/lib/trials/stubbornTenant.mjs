import { randomUUID } from 'node:crypto';

/** How many of them work at a time. */
const TENANTS = 8;
const PAUSE_MS = 20;
const TIMEOUT_MS = 10_000;
/** After a create: what else is asked of some sessions, with a key of its own. */
const CHANGES = ['link', 'cancel', 'redact'];

/**
 * Backends that do as the guide says: every request has an Idempotency-Key, and is repeated with it until it is answered. Some answers
 * are asked for once more at the end, when every process has died several times since.
 * @param {{ origin: string, secretKey: string, webhookUrl: (n: number) => string, created: (sessionId: string) => void }} options
 */
export function startTenants({ origin, secretKey, webhookUrl, created }) {
	/** @type {Set<string>} */
	const sessions = new Set();
	/** @type {{ path: string, key: string, body: string, answer: string }[]} */
	const answered = [];
	let stopping = false;
	let repeats = 0;
	let count = 0;

	/** @param {string} path @param {string} key @param {string} body */
	async function ask(path, key, body) {
		for (;;) {
			const reply = await send(path, key, body).catch(() => undefined);
			if (reply !== undefined && reply.status < 500) return reply;
			repeats++;
			await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
		}
	}

	/** @param {string} path @param {string} key @param {string} body */
	async function send(path, key, body) {
		const reply = await fetch(`${origin}/api/verification/sessions${path}`, {
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

	async function work() {
		while (!stopping) {
			const n = count++;
			const key = randomUUID();
			const body = JSON.stringify({ externalUserId: key, webhookUrl: webhookUrl(n) });
			const reply = await ask('', key, body);
			if (reply.status !== 201) throw new Error(`A create answered ${reply.status}: ${reply.text}`);
			const { sessionId } = JSON.parse(reply.text);
			sessions.add(sessionId);
			const change = CHANGES[n % 40];
			if (n % 10 === 0) answered.push({ path: '', key, body, answer: reply.text });
			// A redacted session's events go nowhere; the others' are announced.
			if (change !== 'redact') created(sessionId);
			if (change !== undefined) await alter(`/${sessionId}/${change}`);
		}
	}

	/** @param {string} path */
	async function alter(path) {
		const key = randomUUID();
		const { status, text } = await ask(path, key, '');
		if (status === 200) answered.push({ path, key, body: '', answer: text });
	}

	const workers = Array.from({ length: TENANTS }, work);
	return {
		async stop() {
			stopping = true;
			await Promise.all(workers);
			/** @type {string[]} */
			const changed = [];
			for (const { path, key, body, answer } of answered)
				if ((await ask(path, key, body)).text !== answer) changed.push(path || 'create');
			return { sessions, repeats, changed, compared: answered.length };
		}
	};
}

/**
 * A load generator in a process of its own, so that it takes no turn of the event loop that it measures. Told by IPC:
 * `{ url, headers, body, connections, seconds, perSecond?, warmUpSeconds? }`; with `perSecond` requests start by the clock whatever became of the
 * earlier ones (their waiting counts), without it each connection asks again as soon as it is answered. What is asked in the first
 * `warmUpSeconds` is not timed: then this process's own start would be measured.
 */
import http from 'node:http';

/** @typedef {{ url: string, headers: Record<string, string>, body: string, connections: number, seconds: number, perSecond?: number, warmUpSeconds?: number }} Order */
/** @typedef {{ count: number, failed: number, seconds: number, ms: number[] }} Told */

/** @param {Order} order @returns {Promise<Told>} */
async function run({ url, headers, body, connections, seconds, perSecond, warmUpSeconds = 0 }) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
	/** @type {number[]} */
	const ms = [];
	let failed = 0;
	/** @param {number} since */
	const ask = (since) =>
		new Promise((resolve) => {
			const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
				response.resume();
				response.once('end', () => {
					if (response.statusCode !== 201) failed++;
					else if (since - start >= warmUpSeconds * 1000) ms.push(performance.now() - since);
					resolve(undefined);
				});
			});
			request.once('error', () => {
				failed++;
				resolve(undefined);
			});
			request.end(body);
		});
	const start = performance.now();
	const end = start + seconds * 1000;
	if (perSecond === undefined)
		await Promise.all(
			Array.from({ length: connections }, async () => {
				while (performance.now() < end) await ask(performance.now());
			})
		);
	else {
		const asked = [];
		for (let n = 0; n < seconds * perSecond; n++) {
			const due = start + (n * 1000) / perSecond;
			const wait = due - performance.now();
			if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
			asked.push(ask(due));
		}
		await Promise.all(asked);
	}
	agent.destroy();
	return { count: ms.length, failed, seconds: (performance.now() - start) / 1000, ms };
}

process.on('message', (/** @type {Order} */ order) => void run(order).then((told) => process.send?.(told)));
process.on('disconnect', () => process.exit(0));

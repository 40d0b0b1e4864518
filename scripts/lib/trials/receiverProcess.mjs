import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Starts the receivers.
 * @returns {Promise<{ base: string, report: () => Promise<import('./receiver.mjs').Seen[]>, close: () => void }>}
 */
export async function startReceiver() {
	const child = fork(fileURLToPath(new URL('./receiver.mjs', import.meta.url)), [], { stdio: 'inherit' });
	const { port } = await next(child);
	return {
		base: `http://127.0.0.1:${port}`,
		async report() {
			child.send({ report: true });
			return (await next(child)).seen;
		},
		close: () => void child.kill()
	};
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<any>} */
const next = (child) => new Promise((resolve) => child.once('message', resolve));

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./generator.mjs').Order} Order */
/** @typedef {import('./generator.mjs').Told} Told */

/** Runs one load generator in a process of its own. @param {Order} order @returns {Promise<Told>} */
export function generate(order) {
	const child = fork(fileURLToPath(new URL('./generator.mjs', import.meta.url)), [], { stdio: 'inherit' });
	child.send(order);
	return new Promise((resolve, reject) => {
		child.once('message', (told) => {
			child.kill();
			resolve(/** @type {Told} */ (told));
		});
		child.once('error', reject);
	});
}

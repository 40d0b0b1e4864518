import { createServer } from 'node:net';

/** A port that nothing listens on, on the loopback address. @returns {Promise<number>} */
export function freePort() {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.on('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			if (address === null || typeof address === 'string') return reject(new Error('No free port'));
			probe.close(() => resolve(address.port));
		});
	});
}

/**
 * Why nothing can listen there, as a code (`EADDRINUSE`, `EACCES`, …); null when it is free.
 * @param {number} port @param {string} host @returns {Promise<string | null>}
 */
export function portProblem(port, host) {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.on('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code ?? 'UNKNOWN'));
		probe.listen(port, host, () => probe.close(() => resolve(null)));
	});
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads .env beside package.json, where there is one. What the environment already says stays: as `node --env-file` does it.
 * @param {string} root
 */
export function loadDotEnv(root) {
	const file = join(root, '.env');
	if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * The settings that web and worker are started with: ORIGIN and PORT agree, and a site for this machine listens on this machine only.
 * @param {NodeJS.ProcessEnv} env
 * @param {{ defaultPort?: number }} [options]
 * @returns {NodeJS.ProcessEnv & { PORT: string, ORIGIN: string, HOST: string }}
 */
export function serverEnvironment(env, { defaultPort = 3000 } = {}) {
	const port = env.PORT || String(defaultPort);
	if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
		throw new Error(`PORT must be a number from 1 to 65535, not ${port}`);
	const origin = env.ORIGIN || `http://localhost:${port}`;
	if (!URL.canParse(origin) || !/^https?:$/.test(new URL(origin).protocol))
		throw new Error(
			`ORIGIN must be the site's http or https address, such as https://verify.example.com, not ${origin}`
		);
	return {
		...env,
		PORT: port,
		ORIGIN: origin,
		HOST: env.HOST || (isLoopback(origin) ? '127.0.0.1' : '0.0.0.0'),
		// Every route counts its own bytes (15 MB for a picture); the adapter's own limit would answer in other words.
		BODY_SIZE_LIMIT: env.BODY_SIZE_LIMIT || 'Infinity',
		// A photograph of 4 MB takes seven seconds at 5 Mbit/s: time to end, below the supervisor's patience of 15 s. Streams end at once.
		SHUTDOWN_TIMEOUT: env.SHUTDOWN_TIMEOUT || '12',
		NODE_ENV: env.NODE_ENV || 'production'
	};
}

/**
 * Whether to install, fetch and build what is missing before starting. IDB_PREPARE=0, in images and services: what is there is used as it is.
 * @param {NodeJS.ProcessEnv} env
 */
export const prepares = (env) => env.IDB_PREPARE !== '0';

/** @param {string} origin */
export function isLoopback(origin) {
	const { hostname } = new URL(origin);
	return (
		hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || hostname.startsWith('127.')
	);
}

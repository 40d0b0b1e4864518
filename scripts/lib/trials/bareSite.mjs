import { fork } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../ports.mjs';
import { run } from '../run.mjs';

/**
 * Builds and starts the smallest site on the same framework and adapter, over a database with our tables: the yardstick of P-3.
 * @param {{ root: string, database: string }} options
 * @returns {Promise<{ url: string, pid: number | undefined, close: () => void }>}
 */
export async function startBareSite({ root, database }) {
	const folder = join(root, 'node_modules', '.cache', 'bare-site');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(join(folder, 'src'), { recursive: true });
	cpSync(fileURLToPath(new URL('./bare/routes', import.meta.url)), join(folder, 'src', 'routes'), { recursive: true });
	for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
	const { status, output } = await run(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
		cwd: folder,
		quiet: true,
		env: { ...process.env, NODE_ENV: 'production' }
	});
	if (status !== 0) throw new Error(`Building the bare site failed:\n${output}`);
	const port = String(await freePort());
	const child = fork(join(folder, 'build', 'index.js'), [], {
		cwd: folder,
		env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: port, HOST: '127.0.0.1', BARE_DATABASE: database },
		stdio: 'inherit'
	});
	const url = `http://127.0.0.1:${port}/`;
	for (let tries = 0; tries < 200; tries++) {
		if (
			await fetch(url).then(
				() => true,
				() => false
			)
		)
			break;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return { url, pid: child.pid, close: () => void child.kill('SIGKILL') };
}

const FILES = {
	'package.json': '{ "private": true, "type": "module", "dependencies": { "better-sqlite3": "*" } }\n',
	'src/app.html': '<html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>\n',
	'svelte.config.js': `import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };\n`,
	'vite.config.js': `import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n`
};

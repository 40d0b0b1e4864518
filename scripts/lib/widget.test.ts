import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundleWidget, type WidgetEntry } from './widget.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Contract, SDK: less than 8 kB gzip. */
const MAX_BYTES = 8000;

it('the widget stays small, and importing it touches nothing of a page: there is none here', async () => {
	for (const entry of ['index', 'pure', 'iife'] satisfies WidgetEntry[]) {
		const code = await bundleWidget(root, entry);
		expect([entry, gzipSync(code).length < MAX_BYTES]).toEqual([entry, true]);
		if (entry === 'iife') continue;
		const module: { init?: unknown } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
		expect(typeof module.init).toBe('function');
	}
});

const run = promisify(execFile);
/** Uses what a tenant uses, in the tenant's own words. */
const TENANT = `import { init, type MountOptions, type WidgetHandle } from '@uniicy/kyc-widget';
import { init as pure } from '@uniicy/kyc-widget/pure';
const options: MountOptions = { sessionId: 'a', clientSecret: 'b', onStep: ({ index }) => void index.toFixed() };
export const mounted = (element: Element): WidgetHandle => init({ publishableKey: 'pk' }).mount(element, options);
// @ts-expect-error There is no such option.
pure({ publishableKey: 'pk', colour: 'red' });
`;

it(
	'the widget as it is published holds what its package.json promises, for Node and for the compiler',
	{ timeout: 60_000 },
	async () => {
		const folder = await mkdtemp(join(tmpdir(), 'idb-widget-'));
		try {
			const installed = join(folder, 'node_modules', '@uniicy', 'kyc-widget');
			await mkdir(installed, { recursive: true });
			await run(process.execPath, [join(root, 'scripts/build-widget.mjs'), join(installed, 'dist')]);
			for (const file of ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE'])
				await cp(join(root, 'packages/kyc-widget', file), join(installed, file));
			const promised = [
				...(await readFile(join(installed, 'package.json'), 'utf8')).matchAll(/"\.\/(dist\/[\w.-]+)"/g)
			];
			expect(promised.length).toBeGreaterThan(5);
			for (const [, file = ''] of promised)
				expect((await readFile(join(installed, file))).length, file).toBeGreaterThan(0);
			await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
			await writeFile(join(folder, 'tenant.ts'), TENANT);
			const compile = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom', 'tenant.ts'];
			await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...compile], {
				cwd: folder
			});
			// Compiled, it runs where there is no page: init() is as far as a server comes.
			const there = `const { mounted } = await import('./tenant.js').catch(({ message }) => ({ mounted: message }));
			console.log(typeof mounted === 'function' ? 'function' : mounted);`;
			const { stdout } = await run(process.execPath, ['--input-type=module', '-e', there], { cwd: folder });
			expect(stdout).toContain('there is no option "colour"');
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}
);

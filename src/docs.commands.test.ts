import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const below = (folder: string) =>
	readdirSync(folder, { encoding: 'utf8', recursive: true })
		.filter((file) => /\.(md|mjs)$/.test(file))
		.map((file) => join(folder, file));
const files = [
	'README.md',
	'CONTRIBUTING.md',
	'drizzle.config.ts',
	...['docs', 'src/content', 'scripts'].flatMap(below)
];

it('every `npm run` that a document or a script names is there', () => {
	const named = files.flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(/npm run ([a-z][\w:]*)/g)].map(([, script = '']) => ({ file, script }))
	);
	expect(named.length).toBeGreaterThan(20);
	expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
});

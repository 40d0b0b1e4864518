import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The shell snippets of one page in order, as a reader sees them: recipes filled in, the installation's own address in place.
 * @param {string} root @param {string} slug @param {string} origin
 * @returns {string[]}
 */
export function shellBlocks(root, slug, origin) {
	const page = readFileSync(join(root, 'src', 'content', 'docs', `${slug}.md`), 'utf8');
	const recipes = readFileSync(join(root, 'e2e', 'recipes', 'curl.sh'), 'utf8');
	return [...page.matchAll(/^```sh([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, options = '', text = '']) => {
		const part = /from=curl\.sh#(\S+)/.exec(options)?.[1];
		const [, after = ''] = part ? recipes.split(`# [${part}]`) : [];
		const code = part ? (after.split(`# [/${part}]`)[0] ?? '') : text;
		return code.trim().replaceAll('https://verify.example.com', origin);
	});
}

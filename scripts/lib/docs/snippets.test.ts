import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '../../../src/lib/contract/errors';
import { COMMANDS, NOT_RUN, RUN_ELSEWHERE, STARTS } from './commands.mjs';
import { recipeText } from '../../../src/lib/server/docs/library';

interface Snippet {
	page: string;
	language: string;
	/** What stands behind the language. */
	options: string;
	text: string;
}

/** The README's own two commands are what these pages and the journeys begin with. */
const PAGES = [...readdirSync('src/content/docs').map((file) => `src/content/docs/${file}`), 'packages/node/README.md'];
const snippets = PAGES.flatMap((page): Snippet[] =>
	[...readFileSync(page, 'utf8').matchAll(/^```(\w*)([^\n]*)\n([\s\S]*?)^```$/gm)].map(
		([, language = '', options = '', text = '']) => ({ page, language, options: options.trim(), text })
	)
);
const recipeOf = ({ options }: Snippet): string | null => /(?:^|\s)from=(\S+)/.exec(options)?.[1] ?? null;
const journeys = readdirSync('e2e', { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
	.map((file) => readFileSync(`e2e/${file}`, 'utf8'))
	.join('\n');
const trial = [...Object.keys(COMMANDS), ...STARTS, ...Object.keys(RUN_ELSEWHERE), ...Object.keys(NOT_RUN)];

/** The shell function that a part of curl.sh stands in: `read_session` for `read`. */
function curlFunction(part: string): string | undefined {
	const before = readFileSync('e2e/recipes/curl.sh', 'utf8').split(`# [${part}]`)[0] ?? '';
	return [...before.matchAll(/^(\w+)\(\) \{$/gm)].at(-1)?.[1];
}

/** Commands of a shell snippet, without prompts, comments and continued lines. */
const commandsOf = (text: string): string[] =>
	text
		.replace(/\\\n\s*/g, ' ')
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line && !line.startsWith('#'));

describe('snippets of the documentation', () => {
	it('are found at all', () => {
		expect(snippets.length).toBeGreaterThan(50);
	});

	it.each(snippets.filter((snippet) => recipeOf(snippet)).map((snippet) => [recipeOf(snippet), snippet] as const))(
		'%s is run by a journey',
		(reference, { page, text }) => {
			const [file = '', part] = (reference ?? '').split('#');
			// Throws where the recipe or the part is missing.
			const recipe = recipeText(reference ?? '');
			// A page takes the text from the recipe; a README, which others show, repeats it.
			if (text.trim()) expect(text.trim(), page).toBe(recipe);
			const name = file === 'curl.sh' ? curlFunction(part ?? '') : file.replace(/^samples\/|\.(js|json)$/g, '');
			expect(journeys, `no journey runs ${reference}`).toMatch(
				new RegExp(`['"\`/]${name?.replace(/\W/g, '\\$&')}['"\`.]`)
			);
		}
	);

	it.each(snippets.filter(({ language, options }) => language === 'json' && !options.includes('from=')))(
		'an answer on $page is what the server says',
		({ text }) => {
			const { error } = JSON.parse(text) as { error: { code: keyof typeof ERRORS; message: string } };
			expect(ERRORS[error.code].message).toBe(error.message);
		}
	);

	it.each(snippets.filter((snippet) => snippet.language === 'sh' && !recipeOf(snippet)))(
		'the commands of $page are run by npm run test:docs, or named with why not: $text',
		({ text }) => {
			expect(commandsOf(text).filter((command) => !trial.includes(command))).toEqual([]);
		}
	);

	it('are run where the trial says that another test runs them', () => {
		expect(Object.values(RUN_ELSEWHERE).filter((file) => !existsSync(file))).toEqual([]);
	});

	it('are nothing else, but for what no program runs', () => {
		const others = snippets.filter((one) => !recipeOf(one) && !['sh', 'json'].includes(one.language));
		expect(others.map(({ page, language, options }) => [page, language, options])).toEqual([
			['src/content/docs/self-hosting.md', 'text', 'title=Caddyfile']
		]);
	});
});

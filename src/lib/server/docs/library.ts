/** The documentation as the build packed it: Markdown pages, and the recipes that they quote. */
import { extractRecipe, wholeRecipe } from './extractRecipe';
import { parseFrontMatter, type FrontMatter } from './frontMatter';

export interface DocsSource {
	slug: string;
	head: FrontMatter;
	markdown: string;
}

const PAGES = import.meta.glob<string>('/src/content/docs/*.md', { query: '?raw', import: 'default', eager: true });
const RECIPES = import.meta.glob<string>(
	[
		'/e2e/recipes/*.sh',
		'/e2e/recipes/*.mjs',
		'/e2e/recipes/*.js',
		'/e2e/recipes/*.py',
		'/e2e/recipes/*.html',
		'/e2e/recipes/samples/*.json'
	],
	{
		query: '?raw',
		import: 'default',
		eager: true
	}
);

const FIGURES = import.meta.glob<string>('/bench/RESULTS.md', { query: '?raw', import: 'default', eager: true });

/** What the bench measured, as it wrote it, less its title. */
export const figuresMarkdown = (): string => (FIGURES['/bench/RESULTS.md'] ?? '').replace(/^# .*$/m, '').trim();

const MESSAGES = import.meta.glob<Record<string, string>>('/messages/en.json', { import: 'default', eager: true });

/** A sentence of the site by its key. Throws when there is none. */
export function messageText(key: string): string {
	const text = MESSAGES['/messages/en.json']?.[key];
	if (!text) throw new Error(`messages/en.json lacks ${key}`);
	return text;
}

/** The host that recipes are written with; a page shows the installation's own address in its place. */
export const RECIPE_HOST = 'https://verify.example.com';

/** Every page, in no order. */
export const docsSources = (): DocsSource[] =>
	Object.entries(PAGES).map(([path, source]) => {
		const { head, markdown } = parseFrontMatter(path, source);
		return { slug: path.replace(/^.*\/|\.md$/g, ''), head, markdown };
	});

/** The text of a recipe by `file` or `file#part`, with paths from e2e/recipes/. */
export function recipeText(reference: string): string {
	const [file = '', part] = reference.split('#');
	const source = RECIPES[`/e2e/recipes/${file}`];
	if (source === undefined) throw new Error(`There is no recipe ${file}`);
	return part ? extractRecipe(file, source, part) : wholeRecipe(source);
}

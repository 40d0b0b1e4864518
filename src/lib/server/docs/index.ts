/** The documentation, ready to draw. Reads nothing but what the build packed. */
import type { DocsPage, DocsSection } from '$lib/contract/docs';
import { ERROR_CODES, ERRORS } from '$lib/contract/errors';
import { errorPageMarkdown, errorTableMarkdown } from './errorPages';
import { docsSources, figuresMarkdown, RECIPE_HOST, recipeText } from './library';
import { endpointsMarkdown } from './endpoints';
import { reasonTableMarkdown } from './reasonTable';
import { scenarioTableMarkdown } from './scenarioTable';
import { renderMarkdown } from './renderMarkdown';
import { settingsTableMarkdown } from './settingsTable';

const SECTIONS = ['Start', 'Integrate', 'Understand', 'Operate'] as const;

/** Rendered pages, kept for as long as the configuration that they were rendered for. */
const rendered = new WeakMap<object, Map<string, DocsPage>>();

/**
 * A page, rendered when it is first asked for and then kept: nothing about it changes while the program runs, and rendering
 * takes longer than a request should. `make` is one of the two readers below.
 */
export function keptPage(
	config: { origin: string },
	make: typeof readDocsPage | typeof readErrorPage,
	name: string
): DocsPage | null {
	const pages = rendered.get(config) ?? new Map<string, DocsPage>();
	rendered.set(config, pages);
	const key = `${make.name} ${name}`;
	const page = pages.get(key) ?? make(name, config.origin);
	if (page) pages.set(key, page);
	return page;
}

/** A page of src/content/docs; null when there is none. */
export function readDocsPage(slug: string, origin: string): DocsPage | null {
	const source = docsSources().find((page) => page.slug === slug);
	if (!source) return null;
	return render(slug, source.head, withGenerated(source.markdown), origin);
}

/** The page of one error code; null for a code that the table does not hold. */
export function readErrorPage(name: string, origin: string): DocsPage | null {
	const code = ERROR_CODES.find((known) => known === name);
	if (!code) return null;
	const head = { title: code, description: ERRORS[code].message };
	return render(`errors/${code}`, head, errorPageMarkdown(code, origin), origin);
}

/** What the left column lists. */
export function docsContents(): DocsSection[] {
	const sources = docsSources().sort((a, b) => a.head.order - b.head.order);
	const unknown = sources.find(({ head }) => !SECTIONS.some((title) => title === head.section));
	if (unknown) throw new Error(`${unknown.slug}.md names a section that does not exist: ${unknown.head.section}`);
	return SECTIONS.map((title) => ({
		title,
		entries: sources
			.filter(({ head }) => head.section === title)
			.map(({ slug, head }) => ({ slug, title: head.title, description: head.description }))
	}));
}

/** A page as one Markdown text, with its tables and the code it quotes; null when there is none. */
export function readDocsMarkdown(slug: string, origin: string): string | null {
	const source = docsSources().find((page) => page.slug === slug);
	if (!source) return null;
	const whole = withGenerated(source.markdown)
		.replace(/^```try\n[^\n]*\n```$/gm, '')
		.replace(/^(```\w+)([^\n]*?)\sfrom=(\S+)[^\n]*\n```$/gm, (_, fence: string, __, reference: string) =>
			[fence, recipeText(reference), '```'].join('\n')
		)
		.replace(/^(```\w+) [^\n]*$/gm, '$1')
		.replaceAll(RECIPE_HOST, origin);
	return `# ${source.head.title}\n\n${source.head.description}\n\n${whole.trim()}\n`;
}

function render(
	slug: string,
	head: { title: string; description: string },
	markdown: string,
	origin: string
): DocsPage {
	const own = (text: string) => text.replaceAll(RECIPE_HOST, origin);
	const { rows, headings } = renderMarkdown(own(markdown), { recipe: (reference) => own(recipeText(reference)) });
	return { slug, title: head.title, description: head.description, rows, headings };
}

/** Tables that the code itself knows, put where a page asks for them. */
function withGenerated(markdown: string): string {
	const tables: Record<string, () => string> = {
		errors: errorTableMarkdown,
		settings: settingsTableMarkdown,
		reasons: reasonTableMarkdown,
		endpoints: endpointsMarkdown,
		scenarios: scenarioTableMarkdown,
		figures: figuresMarkdown
	};
	return markdown.replace(/^<!-- generated: (\w+) -->$/gm, (_, name: string) => {
		const make = tables[name];
		if (!make) throw new Error(`Nothing generates “${name}”`);
		return make();
	});
}

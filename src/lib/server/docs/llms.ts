/** The documentation for programs that read text: llms.txt (https://llmstxt.org) and everything in one file. */
import { docsContents, readDocsMarkdown } from './index';

const ABOUT =
	'> Identity verification that a company hosts itself: documents, faces and liveness are read by models on its own server. REST API, webhooks, a hosted page, an embeddable widget.';

export function llmsText(origin: string): string {
	const sections = docsContents().map(({ title, entries }) =>
		[
			`## ${title}`,
			...entries.map(({ slug, title, description }) => `- [${title}](${origin}/docs/${slug}.md): ${description}`)
		].join('\n')
	);
	const more = [
		'## Machine-readable',
		`- [OpenAPI 3.1](${origin}/api/openapi.json): every call with its schemas and errors`,
		`- [All pages in one file](${origin}/llms-full.txt)`
	].join('\n');
	return `${['# id beyond', ABOUT, ...sections, more].join('\n\n')}\n`;
}

export function llmsFullText(origin: string): string {
	const slugs = docsContents().flatMap(({ entries }) => entries.map(({ slug }) => slug));
	return ['# id beyond', ABOUT, ...slugs.map((slug) => readDocsMarkdown(slug, origin) ?? '')].join('\n\n');
}

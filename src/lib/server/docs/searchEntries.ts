import type { DocsPage, DocsSearchEntry } from '$lib/contract/docs';
import { ERROR_CODES } from '$lib/contract/errors';
import { docsContents, readDocsPage, readErrorPage } from './index';

/** Of each part, this much is looked through: enough to find it, little enough to send. */
const MOST_TEXT = 600;

/** What the search looks through, built from the pages themselves. */
export function searchEntries(origin: string): DocsSearchEntry[] {
	const slugs = docsContents().flatMap(({ entries }) => entries.map(({ slug }) => slug));
	const pages = slugs.flatMap((slug) => readDocsPage(slug, origin) ?? []);
	const errors = ERROR_CODES.flatMap((code) => readErrorPage(code, origin) ?? []);
	return [
		...pages.flatMap(partsOf),
		...errors.map((page) => ({
			href: `/docs/${page.slug}`,
			page: page.title,
			heading: null,
			text: page.description
		}))
	];
}

/** The page itself, then one entry for each heading with what stands below it. */
function partsOf(page: DocsPage): DocsSearchEntry[] {
	const parts: DocsSearchEntry[] = [
		{ href: `/docs/${page.slug}`, page: page.title, heading: null, text: page.description }
	];
	for (const row of page.rows) {
		const html = row.text.map((block) => block.html).join(' ');
		const heading = /^<h[23] id="([^"]+)">(.*?)<\/h[23]>/s.exec(html);
		if (heading) {
			const [, id = '', title = ''] = heading;
			parts.push({ href: `/docs/${page.slug}#${id}`, page: page.title, heading: plain(title), text: '' });
		}
		const part = parts.at(-1);
		const words = plain(heading ? html.slice(heading[0].length) : html);
		if (part) part.text = `${part.text} ${words}`.trim().slice(0, MOST_TEXT);
	}
	return parts;
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" };

const plain = (html: string): string =>
	html
		.replace(/<[^>]+>/g, ' ')
		.replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
		.replace(/\s+/g, ' ')
		.trim();

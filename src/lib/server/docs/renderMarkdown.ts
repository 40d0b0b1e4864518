/** Pure. Markdown to the blocks that a page draws. Nothing here writes a style or a script: the content policy allows neither inline. */
import { Marked, type Token, type Tokens } from 'marked';
import {
	CODE_TABS,
	NOTE_TONES,
	type CodeSample,
	type DocsBlock,
	type DocsHeading,
	type DocsRow,
	type TryCall
} from '$lib/contract/docs';

export interface RenderSources {
	/** Text of a recipe, `path` or `path#part`. Throws when there is none. */
	recipe(reference: string): string;
}

/**
 * Blocks in order, grouped into rows. Beyond plain Markdown:
 * - a fence's first line may say `tab=Node title=app.js from=node/receiver.mjs#part`; neighbours with tabs become one box;
 * - a quote that begins with `[!info]` or `[!warn]` becomes a note.
 */
export function renderMarkdown(markdown: string, sources: RenderSources): { rows: DocsRow[]; headings: DocsHeading[] } {
	const headings: DocsHeading[] = [];
	const marked = new Marked({ renderer: rendererWith(headings) });
	const blocks = marked.lexer(markdown).flatMap((token) => blockOf(marked, token, sources));
	return { rows: toRows(joinTabs(blocks)), headings };
}

function rendererWith(headings: DocsHeading[]) {
	const taken = new Set<string>();
	return {
		heading(
			this: { parser: { parseInline(tokens: Token[]): string } },
			{ tokens, depth, text }: Tokens.Heading
		): string {
			const plain = plainText(text);
			const id = freeId(plain, taken);
			if (depth === 2) headings.push({ id, text: plain });
			return `<h${depth} id="${id}"><a class="anchor" href="#${id}">${this.parser.parseInline(tokens)}</a></h${depth}>\n`;
		}
	};
}

function blockOf(marked: Marked, token: Token, sources: RenderSources): DocsBlock[] {
	if (token.type === 'space') return [];
	if (isToken<Tokens.Code>(token, 'code') && token.lang === 'try')
		return [{ kind: 'try', call: JSON.parse(token.text) as TryCall }];
	if (isToken<Tokens.Code>(token, 'code')) return [{ kind: 'code', samples: [sampleOf(token, sources)] }];
	if (isToken<Tokens.Table>(token, 'table')) return [{ kind: 'table', html: marked.parser([token]) }];
	if (isToken<Tokens.Blockquote>(token, 'blockquote')) {
		const match = /^\[!(\w+)\]\s*/.exec(token.text);
		const tone = NOTE_TONES.find((name) => name === match?.[1]);
		if (match && tone) {
			const html = marked.parser(marked.lexer(token.text.slice(match[0].length)));
			return [{ kind: 'note', tone, html }];
		}
	}
	return [{ kind: 'text', html: marked.parser([token]) }];
}

const isToken = <T extends Token>(token: Token, type: T['type']): token is T => token.type === type;

function sampleOf({ lang = '', text }: Tokens.Code, sources: RenderSources): CodeSample {
	const [language = '', ...words] = lang.split(/\s+/);
	const options = new Map(words.map((word) => [word.split('=')[0], word.slice(word.indexOf('=') + 1)]));
	const from = options.get('from');
	const wanted = options.get('tab');
	const tab = CODE_TABS.find((name) => name === wanted) ?? null;
	if (wanted && !tab) throw new Error(`There is no tab “${wanted}”`);
	return {
		tab,
		title: options.get('title')?.replaceAll('_', ' ') ?? null,
		language,
		code: from ? sources.recipe(from) : text
	};
}

/** Samples with tabs that follow each other are one box. */
function joinTabs(blocks: DocsBlock[]): DocsBlock[] {
	const joined: DocsBlock[] = [];
	for (const block of blocks) {
		const before = joined.at(-1);
		const joins =
			block.kind === 'code' &&
			before?.kind === 'code' &&
			[...before.samples, ...block.samples].every(({ tab }) => tab !== null) &&
			!before.samples.some(({ tab }) => tab === block.samples[0]?.tab);
		if (joins) before.samples.push(...block.samples);
		else joined.push(block);
	}
	return joined;
}

/** Words first, then the code beside them; a table has a row to itself. A heading opens a row. */
function toRows(blocks: DocsBlock[]): DocsRow[] {
	const rows: DocsRow[] = [];
	for (const block of blocks) {
		const row = rows.at(-1);
		if (block.kind === 'code' || block.kind === 'try') {
			if (row && !row.wide) row.code.push(block);
			else rows.push({ wide: false, text: [], code: [block] });
			continue;
		}
		const wide = block.kind === 'table';
		const opens = block.kind === 'text' && /^<h[23]/.test(block.html);
		if (row && !wide && !row.wide && !opens && row.code.length === 0) row.text.push(block);
		else rows.push({ wide, text: [block], code: [] });
	}
	return rows;
}

const plainText = (markdown: string): string => markdown.replace(/[`*_]/g, '');

function freeId(text: string, taken: Set<string>): string {
	const base =
		text
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^-|-$/g, '') || 'part';
	let id = base;
	for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
	taken.add(id);
	return id;
}

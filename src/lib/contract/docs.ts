/** Zod-free. What a documentation page is made of once it has been rendered; the page draws these, nothing else. */

/** The tabs that a reader's choice is remembered for, across pages. */
export const CODE_TABS = ['curl', 'Node', 'Python', 'Browser'] as const;
export type CodeTab = (typeof CODE_TABS)[number];

export interface CodeSample {
	/** Null: this sample has no siblings in other languages. */
	tab: CodeTab | null;
	/** File name or short caption above the code. */
	title: string | null;
	language: string;
	code: string;
}

export const NOTE_TONES = ['info', 'warn'] as const;
export type NoteTone = (typeof NOTE_TONES)[number];

export type DocsBlock =
	| { kind: 'text'; html: string }
	| { kind: 'note'; tone: NoteTone; html: string }
	/** Spans the code column too. */
	| { kind: 'table'; html: string }
	| { kind: 'code'; samples: CodeSample[] }
	| { kind: 'try'; call: TryCall };

/** A call that readers can make from the page with a test key. */
export interface TryCall {
	method: string;
	/** With `{name}` where a value goes. */
	path: string;
	parameters: string[];
	query: string[];
	/** What stands in the body's field at first; null: the call takes none. */
	body: string | null;
}

/** What the search looks through: one entry a page and one a heading. */
export interface DocsSearchEntry {
	/** Path with fragment. */
	href: string;
	page: string;
	/** Null for the page itself. */
	heading: string | null;
	text: string;
}

/** One row of the page: words, and the code that belongs to them. */
export interface DocsRow {
	wide: boolean;
	text: Exclude<DocsBlock, { kind: 'code' | 'try' }>[];
	code: Extract<DocsBlock, { kind: 'code' | 'try' }>[];
}

export interface DocsHeading {
	id: string;
	text: string;
}

export interface DocsPage {
	slug: string;
	title: string;
	description: string;
	rows: DocsRow[];
	headings: DocsHeading[];
}

export interface DocsEntry {
	slug: string;
	title: string;
	description: string;
}

export interface DocsSection {
	title: string;
	entries: DocsEntry[];
}

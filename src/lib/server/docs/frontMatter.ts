/** Pure. The head of a documentation file: `key: value` lines between two `---`. */

export interface FrontMatter {
	title: string;
	description: string;
	section: string;
	/** Place within its section, from 1. */
	order: number;
}

/** Splits a file into its head and its Markdown. Throws with the file's name when a key is missing. */
export function parseFrontMatter(file: string, source: string): { head: FrontMatter; markdown: string } {
	const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source);
	if (!match) throw new Error(`${file} does not begin with front matter`);
	const [, head = '', markdown = ''] = match;
	const values = new Map(
		head.split('\n').map((line) => {
			const at = line.indexOf(':');
			return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
		})
	);
	const text = (key: string): string => {
		const value = values.get(key);
		if (!value) throw new Error(`${file} lacks “${key}” in its front matter`);
		return value;
	};
	const order = Number(text('order'));
	if (!Number.isInteger(order)) throw new Error(`${file}: “order” is not a whole number`);
	return {
		head: { title: text('title'), description: text('description'), section: text('section'), order },
		markdown
	};
}

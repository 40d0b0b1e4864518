import { describe, expect, it } from 'vitest';
import { extractRecipe } from './extractRecipe';
import { renderMarkdown } from './renderMarkdown';

const render = (markdown: string) => renderMarkdown(markdown, { recipe: (reference) => `recipe ${reference}` });

describe('renderMarkdown', () => {
	it('joins neighbouring samples in different languages, and keeps others apart', () => {
		const { rows } = render(
			'Words\n\n```sh tab=curl from=a.sh#x\n```\n\n```js tab=Node title=a.js\ncode\n```\n\n```sh\nls\n```'
		);
		expect(rows).toHaveLength(1);
		expect(rows[0]?.code).toEqual([
			{
				kind: 'code',
				samples: [
					{ tab: 'curl', title: null, language: 'sh', code: 'recipe a.sh#x' },
					{ tab: 'Node', title: 'a.js', language: 'js', code: 'code' }
				]
			},
			{ kind: 'code', samples: [{ tab: null, title: null, language: 'sh', code: 'ls' }] }
		]);
	});

	it('gives equal headings different ids, and lists those of the second level', () => {
		const { rows, headings } = render('## Same\n\n### Same\n\n## `Same`');
		expect(headings.map(({ id }) => id)).toEqual(['same', 'same-3']);
		expect(rows.map((row) => row.text[0]?.html)).toEqual([
			expect.stringContaining('id="same"'),
			expect.stringContaining('id="same-2"'),
			expect.stringContaining('id="same-3"')
		]);
	});

	it('makes notes of marked quotes only', () => {
		const kinds = render('> [!warn] Careful\n\n> as somebody said').rows.flatMap((row) =>
			row.text.map(({ kind }) => kind)
		);
		expect(kinds).toEqual(['note', 'text']);
	});

	it('refuses a tab that readers cannot choose', () => {
		expect(() => render('```rb tab=Ruby\nputs 1\n```')).toThrow('Ruby');
	});
});

describe('extractRecipe', () => {
	it('takes the lines between the marks, less their common indent', () => {
		expect(extractRecipe('a.sh', 'x\n\t# [one]\n\ta\n\t  b\n\t# [/one]\ny', 'one')).toBe('a\n  b');
	});

	it('throws when a part is missing, so that no page shows an empty box', () => {
		expect(() => extractRecipe('a.sh', '# [one]', 'one')).toThrow('[one]');
	});
});

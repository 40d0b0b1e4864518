/** Pure. The part of a recipe file that a page shows: what stands between `[name]` and `[/name]` in comments. */

/** Both comment forms of the recipe files: `#` for shell and Python, `//` and `<!-- -->` for the others. */
const marker = (name: string) => new RegExp(`^\\s*(?:#|//|<!--)\\s*\\[${name}\\](?:\\s*-->)?\\s*$`);

/** The lines between the marks, with their common indent removed. Throws when a mark is missing, so that no page shows an empty box. */
export function extractRecipe(file: string, source: string, name: string): string {
	const lines = source.split('\n');
	const from = lines.findIndex((line) => marker(name).test(line));
	const to = lines.findIndex((line) => marker(`/${name}`).test(line));
	if (from < 0 || to < from) throw new Error(`${file} has no part [${name}]`);
	const any = marker('/?[a-z-]+');
	return dedent(lines.slice(from + 1, to).filter((line) => !any.test(line)));
}

/** A whole recipe file, without its marks. */
export function wholeRecipe(source: string): string {
	const any = marker('/?[a-z-]+');
	return source
		.split('\n')
		.filter((line) => !any.test(line))
		.join('\n')
		.trim();
}

function dedent(lines: string[]): string {
	const indents = lines.filter((line) => line.trim()).map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
	const indent = Math.min(...indents);
	return lines
		.map((line) => line.slice(indent))
		.join('\n')
		.trim();
}

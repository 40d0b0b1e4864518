/** Pure. What JSON.parse lets pass although nobody can have meant it. */
import type { FieldProblem } from '$lib/contract/errors';

/** Nothing of the API is nested deeper than its metadata; those who check such values call themselves for each level. */
const MOST_LEVELS = 32;

/** One token: a string, or a bracket, comma or colon. Numbers and words need no look. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

interface Level {
	/** Names seen so far; null in a list. */
	names: Set<string> | null;
	/** Where it stands. */
	path: string[];
	/** Next place in a list. */
	index: number;
	/** The name whose value comes next. */
	name: string | null;
}

/**
 * The first thing wrong with a text that JSON.parse takes: a name given twice (the last would win in silence), the name `__proto__`
 * (it would be lost), too many levels. Null: none of these.
 */
export function jsonProblem(text: string): FieldProblem | null {
	const levels: Level[] = [];
	let before = '';
	for (const [token] of text.matchAll(TOKEN)) {
		const level = levels.at(-1);
		if (token === '{' || token === '[') {
			if (levels.length >= MOST_LEVELS) return { path: '', message: `is nested deeper than ${MOST_LEVELS} levels` };
			const names = token === '{' ? new Set<string>() : null;
			levels.push({ names, path: pathTo(level), index: 0, name: null });
		} else if (token === '}' || token === ']') levels.pop();
		else if (token === ',' && level) level.index += 1;
		else if (token.startsWith('"') && level?.names && (before === '{' || before === ',')) {
			const name = String(JSON.parse(token));
			level.name = name;
			const path = pathTo(level).join('.');
			if (level.names.has(name)) return { path, message: 'is given twice' };
			if (name === '__proto__') return { path, message: 'is not a name that can be kept' };
			level.names.add(name);
		}
		before = token;
	}
	return null;
}

const pathTo = (level: Level | undefined): string[] =>
	level ? [...level.path, level.names ? (level.name ?? '') : String(level.index)] : [];

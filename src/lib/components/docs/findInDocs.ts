/** Pure. The search of the documentation: every word must be there; where it stands decides the order. */
import type { DocsSearchEntry } from '$lib/contract/docs';

const MOST_FOUND = 12;

export function findInDocs(entries: readonly DocsSearchEntry[], query: string): DocsSearchEntry[] {
	const words = query.toLowerCase().split(/\s+/).filter(Boolean);
	if (words.length === 0) return [];
	return entries
		.map((entry) => ({ entry, score: scoreOf(entry, words) }))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.slice(0, MOST_FOUND)
		.map(({ entry }) => entry);
}

/** 0 where a word is missing. The very title counts most, a title more than a heading, a heading more than what stands below it. */
function scoreOf({ page, heading, text }: DocsSearchEntry, words: readonly string[]): number {
	const title = (heading ?? page).toLowerCase();
	const around = heading ? page.toLowerCase() : '';
	const below = text.toLowerCase();
	let score = title === words.join(' ') ? 10 : 0;
	for (const word of words) {
		const hit = Number(title.includes(word)) * (heading ? 4 : 5);
		const rest = Number(around.includes(word)) + Number(below.includes(word)) * 2;
		if (hit + rest === 0) return 0;
		score += hit + rest;
	}
	return score;
}

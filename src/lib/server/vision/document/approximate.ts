/** Words found in text that was read with mistakes. Pure. */

/** Letters that no mark can be taken off; as ICAO Doc 9303-3, section 6, bares them. */
const BARE: Readonly<Record<string, string>> = {
	ß: 'ss',
	ẞ: 'SS',
	ø: 'o',
	Ø: 'O',
	ł: 'l',
	Ł: 'L',
	đ: 'd',
	Đ: 'D',
	ð: 'd',
	Ð: 'D',
	ı: 'i',
	æ: 'ae',
	Æ: 'AE',
	œ: 'oe',
	Œ: 'OE',
	þ: 'th',
	Þ: 'TH'
};

/** Capitals and digits only: accents, spaces and punctuation are lost in small print anyway. */
export function key(text: string): string {
	return text
		.replace(/[ßẞøØłŁđĐðÐıæÆœŒþÞ]/g, (letter) => BARE[letter] ?? letter)
		.normalize('NFD')
		.toUpperCase()
		.replace(/[^A-Z0-9]/g, '');
}

export interface WordMatch {
	/** Exclusive end in the text. */
	end: number;
	start: number;
	errors: number;
}

/** Where a word stands in a text with the fewest letters wrong, missing or too many (Sellers 1980); null past `most`. */
export function findApproximately(text: string, word: string, most: number): WordMatch | null {
	if (most === 0) {
		const start = text.indexOf(word);
		return start < 0 ? null : { start, end: start + word.length, errors: 0 };
	}
	if (!holdsAPiece(text, word, most)) return null;
	let best: WordMatch | null = null;
	let costs = Array.from({ length: word.length + 1 }, (_, i) => i);
	let starts = new Array<number>(word.length + 1).fill(0);
	for (let j = 1; j <= text.length; j++) {
		const nextCosts = [0];
		const nextStarts = [j];
		for (let i = 1; i <= word.length; i++) {
			const change = (costs[i - 1] ?? 0) + (text.charAt(j - 1) === word.charAt(i - 1) ? 0 : 1);
			const drop = (costs[i] ?? 0) + 1;
			const add = (nextCosts[i - 1] ?? 0) + 1;
			const least = Math.min(change, drop, add);
			nextCosts.push(least);
			nextStarts.push((least === change ? starts[i - 1] : least === drop ? starts[i] : nextStarts[i - 1]) ?? 0);
		}
		costs = nextCosts;
		starts = nextStarts;
		const errors = costs[word.length] ?? Infinity;
		if (errors <= most && (!best || errors < best.errors)) best = { start: starts[word.length] ?? 0, end: j, errors };
	}
	return best;
}

/** Of one piece more than there may be errors, one must stand whole: most words are ruled out by that alone. */
function holdsAPiece(text: string, word: string, most: number): boolean {
	return piecesOf(word, most).some((piece) => text.includes(piece));
}

/** A word in so many pieces as errors are allowed, and one more: at least one of them is left whole. */
export function piecesOf(word: string, most: number): string[] {
	const pieces = most + 1;
	return Array.from({ length: pieces }, (_, i) =>
		word.slice(Math.floor((i * word.length) / pieces), Math.floor(((i + 1) * word.length) / pieces))
	);
}

/** A fifth of the letters may be wrong, none in short words. */
export function tolerance(word: string): number {
	return word.length < 6 ? 0 : Math.floor(word.length / 5);
}

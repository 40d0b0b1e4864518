import { describe, expect, it } from 'vitest';
import { createKeyring } from '$lib/server/platform';
import { foldWhole, foldWords } from './foldText';
import { wordHasher, wordsOf } from './searchWords';

describe('what is searched by', () => {
	it.each([
		['José-Maria  MÜLLER', ['jose', 'maria', 'muller']],
		['Strauß', ['strauss']],
		['ŁUKASZ O’BRIEN', ['łukasz', 'o', 'brien']],
		['عمر الخيام', ['عمر', 'الخيام']],
		['陳小明', ['陳小明']],
		[' - ', []]
	])('%s by its words, without case, accents and punctuation', (text, words) => {
		expect(foldWords(text)).toEqual(words);
	});

	it('numbers as one word, however they are spaced', () => {
		expect(foldWhole('AB 123-456')).toBe('ab123456');
		expect(wordsOf(['Anna Maria'], ['L 89'])).toEqual(['anna', 'maria', 'annamaria', 'l89']);
	});

	it('hashes the same word differently for each organization and each installation', () => {
		const [one, other] = [createKeyring(Buffer.alloc(32, 1)), createKeyring(Buffer.alloc(32, 2))];
		const hashes = [wordHasher(one, 'org-a'), wordHasher(one, 'org-b'), wordHasher(other, 'org-a')].map((hash) =>
			hash('anna')
		);
		expect(new Set(hashes).size).toBe(3);
		expect(hashes[0]).toBe(wordHasher(one, 'org-a')('anna'));
	});
});

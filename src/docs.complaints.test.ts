import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/complaints.md', 'utf8').replace(/\s+/g, ' ');
/** "file": "words of a test's name", as the page writes them; several names may follow one file. */
const claims = [...page.matchAll(/`([\w./]+\.(?:e2e|test)\.ts)`: "([^"]+)"(?:, and "([^"]+)")?/g)].flatMap(
	([, file = '', ...names]) => names.filter(Boolean).map((name) => ({ file, name: name ?? '' }))
);

/** What the tests of a file are called: the first text after `test(`, `it(`, `describe(` or one of their `.each(…)`. */
function titlesOf(file: string): string[] {
	const text = readFileSync(file, 'utf8').replace(/\s+/g, ' ');
	const calls =
		/\b(?:test|it|describe)(?:\.each(?:<[^>]*>)?\((?:(?!\)\().)*\)|(?:\.\w+)*)\(\s*(['`])((?:\\.|(?!\1).)*)\1/g;
	return [...text.matchAll(calls)].map(([, , title = '']) => title);
}

/** What the phone runs: the browser's code of the hosted pages. */
const hosted = ['src/lib/capture', 'src/lib/components/capture'].flatMap((folder) =>
	readdirSync(folder)
		.filter((file) => !file.includes('.test.'))
		.map((file) => readFileSync(join(folder, file), 'utf8'))
);

describe('docs/complaints.md', () => {
	it('tells twenty-five complaints', () => {
		expect([...page.matchAll(/(?<= )(\d+)\. \*\*/g)].map(([, number]) => Number(number))).toEqual(
			Array.from({ length: 25 }, (_, i) => i + 1)
		);
	});

	it('names only tests that exist', () => {
		expect(claims.length).toBeGreaterThan(20);
		const missing = claims.filter(({ file, name }) => !titlesOf(file).some((title) => title.includes(name)));
		expect(missing).toEqual([]);
	});

	it('is right that the capture flow asks no browser for its name', () => {
		expect(hosted.filter((text) => /userAgent|navigator\.(vendor|platform)/.test(text))).toEqual([]);
	});

	it('is right that the capture flow records no video and opens no socket', () => {
		expect(hosted.filter((text) => /MediaRecorder|WebSocket|RTCPeerConnection/.test(text))).toEqual([]);
	});
});

import { describe, expect, it } from 'vitest';
import { searchEntries } from '$lib/server/docs/searchEntries';
import { findInDocs } from './findInDocs';

const entries = searchEntries('https://verify.example.test');
const first = (query: string) => findInDocs(entries, query)[0]?.href;

describe('findInDocs', () => {
	it('finds pages, headings and codes by what people would type', () => {
		expect(first('quickstart')).toBe('/docs/quickstart');
		expect(first('standard webhooks')).toBe('/docs/webhooks#standard-webhooks');
		expect(first('API_KEY_INVALID')).toContain('API_KEY_INVALID');
		expect(first('redact')).toMatch(/^\/docs\//);
	});

	it('wants every word, and gives nothing for none', () => {
		expect(findInDocs(entries, 'webhooks xylophone')).toEqual([]);
		expect(findInDocs(entries, '  ')).toEqual([]);
	});

	it('looks through text without markup, little enough to send', () => {
		expect(entries.length).toBeGreaterThan(100);
		expect(entries.filter(({ text }) => /<\/?\w+>|&\w+;/.test(text) && !/[{<]\w+[}>]/.test(text))).toEqual([]);
		expect(JSON.stringify(entries).length).toBeLessThan(150_000);
	});
});

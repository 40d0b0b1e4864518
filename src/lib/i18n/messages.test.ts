import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '$lib/contract/errors';
import { baseLocale, locales } from '$lib/paraglide/runtime';
import { MODEL_REASONS, PIXEL_REASONS, REASON_CODES } from '$lib/contract/reasonCodes';

const folder = fileURLToPath(new URL('../../../messages/', import.meta.url));
/** The same word in two languages, e.g. Test in German, Document in French. */
const ALIKE = new Set(['hosted_handoff_match_no', 'hosted_submit_id_front', 'hosted_test_mode']);
const languages = readdirSync(folder).filter((file) => file.endsWith('.json'));

describe.each(languages)('messages/%s', (file) => {
	const messages = JSON.parse(readFileSync(folder + file, 'utf8')) as Record<string, unknown>;

	it('has a sentence for every error code', () => {
		expect(ERROR_CODES.filter((code) => !messages[`error_${code}`])).toEqual([]);
	});

	it('has words for every reason code', () => {
		expect(REASON_CODES.filter((code) => !messages[`reason_${code}`])).toEqual([]);
	});

	it('has advice for every reason that refuses a picture', () => {
		expect([...PIXEL_REASONS, ...MODEL_REASONS].filter((code) => !messages[`hosted_advice_${code}`])).toEqual([]);
	});

	it('keeps no words for codes that are gone', () => {
		const known = new Set([
			...ERROR_CODES.map((code) => `error_${code}`),
			...REASON_CODES.map((code) => `reason_${code}`)
		]);
		const kept = Object.keys(messages).filter((key) => /^(error|reason)_/.test(key));
		expect(kept.filter((key) => !known.has(key))).toEqual([]);
	});
});

/** Keys that applicants may meet: these exist in every language. The rest (dashboard, site, docs) is English alone. */
const TRANSLATED = /^(hosted|reason|error|ui)_/;
const read = (locale: string) => JSON.parse(readFileSync(`${folder}${locale}.json`, 'utf8')) as Record<string, string>;
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const english = Object.fromEntries(Object.entries(read(baseLocale)).filter(([key]) => TRANSLATED.test(key)));

describe.each(locales.filter((locale) => locale !== baseLocale))('the words in %s', (locale) => {
	const { $schema, ...words } = read(locale);

	it('are all there, and none is left over', () => {
		expect($schema).toBeTruthy();
		expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
	});

	it('name the same things as the English ones', () => {
		const differ = Object.keys(english).filter(
			(key) => String(placeholders(words[key] ?? '')) !== String(placeholders(english[key] ?? ''))
		);
		expect(differ).toEqual([]);
	});

	it('are translated: only names and words that are alike in both languages may stay', () => {
		const same = Object.keys(english).filter((key) => words[key] === english[key]);
		expect(same.filter((key) => !ALIKE.has(key))).toEqual([]);
	});
});

it('has no words that nothing shows', () => {
	const source = sources(fileURLToPath(new URL('../../', import.meta.url)));
	const stale = Object.keys(english).filter((key) => !source.includes(`m.${key}`));
	expect(stale).toEqual([]);
});

/** The text of every source file below a folder, without what is generated. */
function sources(folder: string): string {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && /\.(svelte|ts)$/.test(entry.name) && !entry.parentPath.includes('paraglide'))
		.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
		.join('\n');
}

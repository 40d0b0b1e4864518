import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '$lib/contract/errors';
import { MODEL_REASONS, PIXEL_REASONS, REASON_CODES } from '$lib/contract/reasonCodes';

const folder = fileURLToPath(new URL('../../../messages/', import.meta.url));
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

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { locales } from '$lib/paraglide/runtime';
import { CONSENT_MESSAGES, CONSENT_TEXT_VERSION } from './consent';

/** Append only: what a stored version meant must stay known. */
const HASHES: Record<string, string> = {
	// English alone; from the next one on, the words of all languages in the order of project.inlang/settings.json.
	'2026-11-22': '7775996b9072fde5b4e2dc10dbdaa75220501fce02f33dfcc715947b4137793e',
	'2026-11-23': '3c01216d44c176e500c8cfd3be29ff53efbb59b986c30268198d23241233ebec',
	// Names the recording.
	'2026-11-30': 'b952cd4640df5613cd38ccc25232ffa81c8cde90e5f152169cdbab251ccebb07'
};

it('gives a new version to every change of the consent text', () => {
	const folder = new URL('../../../messages/', import.meta.url);
	const text = locales
		.map((locale) => JSON.parse(readFileSync(new URL(`${locale}.json`, folder), 'utf8')) as Record<string, string>)
		.flatMap((messages) => CONSENT_MESSAGES.map((key) => messages[key]))
		.join('\n');
	expect(createHash('sha256').update(text).digest('hex')).toBe(HASHES[CONSENT_TEXT_VERSION]);
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CONSENT_MESSAGES, CONSENT_TEXT_VERSION } from './consent';

/** Append only: what a stored version meant must stay known. */
const HASHES: Record<string, string> = {
	'2026-11-22': '7775996b9072fde5b4e2dc10dbdaa75220501fce02f33dfcc715947b4137793e'
};

it('gives a new version to every change of the consent text', () => {
	const file = new URL('../../../messages/en.json', import.meta.url);
	const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
	const text = CONSENT_MESSAGES.map((key) => messages[key]).join('\n');
	expect(createHash('sha256').update(text).digest('hex')).toBe(HASHES[CONSENT_TEXT_VERSION]);
});

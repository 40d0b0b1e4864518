import { expect, it } from 'vitest';
import { choicesFor, DOCUMENT_CHOICES } from './documentChoice';

it('offers only kinds of document that the session takes, and all where it takes any', () => {
	expect(choicesFor(['id_card', 'passport'])).toEqual(['id_card', 'passport']);
	expect(choicesFor([])).toEqual(DOCUMENT_CHOICES);
	expect(choicesFor(['visa'])).toEqual(DOCUMENT_CHOICES);
});

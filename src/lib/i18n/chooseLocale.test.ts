import { describe, expect, it } from 'vitest';
import { chooseLocale } from './chooseLocale';

describe('the language of a hosted page', () => {
	it('is what the reader picked, whatever session and browser say', () => {
		expect(chooseLocale({ chosen: 'ar', session: 'de', accepted: 'fr' })).toBe('ar');
	});

	it('is the session’s before the browser’s; region and script do not matter', () => {
		expect(chooseLocale({ session: 'pt-BR', accepted: 'fr' })).toBe('pt');
		expect(chooseLocale({ session: 'ZH-Hans', accepted: 'fr' })).toBe('zh');
	});

	it('is the browser’s best that we speak, by weight, when the session names none or one that we do not speak', () => {
		expect(chooseLocale({ accepted: 'nl, en;q=0.5, hi-IN;q=0.9' })).toBe('hi');
		expect(chooseLocale({ session: 'it', accepted: 'es-MX,es;q=0.9' })).toBe('es');
		expect(chooseLocale({ accepted: 'de;q=0, fr;q=0.1' })).toBe('fr');
	});

	it('is English for everything else, nonsense included', () => {
		for (const accepted of ['', '*', ';;;q=x,,', 'nl', '__proto__'])
			expect(chooseLocale({ chosen: 'xx', session: '', accepted })).toBe('en');
	});
});

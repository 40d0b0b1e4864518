import { getTextDirection, isLocale, overwriteGetLocale, type Locale } from '$lib/paraglide/runtime';
import { LANGUAGE_COOKIE } from './chooseLocale';

/** Each language in its own words, in the order of the switch. */
export const LANGUAGE_NAMES: Record<Locale, string> = {
	en: 'English',
	de: 'Deutsch',
	fr: 'Français',
	es: 'Español',
	pt: 'Português',
	ar: 'العربية',
	hi: 'हिन्दी',
	zh: '中文'
};

/** By the numbers that the build gives to messages (scripts/lib/messagesByLanguage.mjs). */
type Words = (string | null)[];

/** English is in the script itself; of the others a phone loads the one that it shows. */
const DICTIONARIES = import.meta.glob<Words>(['../../../messages/*.json', '!../../../messages/en.json'], {
	import: 'default'
});

// Of this browser tab alone: on the server the language belongs to the request (hooks/language.ts).
let shown = $state.raw<{ locale: Locale; words: Words | null }>({ locale: 'en', words: null });

/** Takes up the language in which the server wrote the page, before the page comes alive. */
export async function startLanguage(): Promise<void> {
	overwriteGetLocale(() => shown.locale);
	const { lang } = document.documentElement;
	if (isLocale(lang)) await showLanguage(lang);
}

/** Shows everything in another language at once; nothing is loaded anew, nothing loses its place. False: it did not arrive. */
export async function showLanguage(locale: Locale): Promise<boolean> {
	if (locale === shown.locale) return true;
	try {
		const words = locale === 'en' ? null : ((await DICTIONARIES[`../../../messages/${locale}.json`]?.()) ?? null);
		if (locale !== 'en' && words === null) return false;
		shown = { locale, words };
		document.documentElement.lang = locale;
		document.documentElement.dir = getTextDirection(locale);
		return true;
	} catch {
		return false; // No network: the words on the screen stay.
	}
}

/** Remembers the reader's choice for the next page. Framed pages keep nothing: theirs is the host's browser storage. */
export function rememberLanguage(locale: Locale): void {
	try {
		if (self === top) document.cookie = `${LANGUAGE_COOKIE}=${locale}; Path=/verification; SameSite=Lax`;
	} catch {
		// Cookies are blocked: the choice lives as long as the page.
	}
}

/** What the build puts in place of each translated message. Reading it follows a change of language. */
export function say(number: number, english: string, inputs?: Record<string, unknown>): string {
	return (shown.words?.[number] ?? english).replace(/\{(\w+)\}/g, (_, name: string) => String(inputs?.[name]));
}

/** Pure. Which of our languages a reader gets. */
import { baseLocale, isLocale, type Locale } from '$lib/paraglide/runtime';

/** Remembers what the reader picked on the page; nothing else is in it. */
export const LANGUAGE_COOKIE = 'kyc_language';

export interface Wishes {
	/** What the reader picked with the switch. */
	chosen?: string | null | undefined;
	/** What the session was created for: a language tag (RFC 5646), any case. */
	session?: string | null | undefined;
	/** The browser's Accept-Language header (RFC 9110, 12.5.4). */
	accepted?: string | null | undefined;
}

/** The reader's own choice, else the session's language, else the best of the browser's, else English. */
export function chooseLocale({ chosen, session, accepted }: Wishes): Locale {
	return localeOf(chosen) ?? localeOf(session) ?? firstAccepted(accepted ?? '') ?? baseLocale;
}

/** Ours for a tag such as `pt-BR` or `zh-Hans`: the first part decides. Null where we have no such language. */
export function localeOf(tag: string | null | undefined): Locale | null {
	const language = tag?.split('-')[0]?.toLowerCase();
	return isLocale(language) ? language : null;
}

function firstAccepted(header: string): Locale | null {
	const wishes = header.split(',').map((part) => {
		const [tag = '', ...parameters] = part.trim().split(';');
		const weight = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
		return { locale: localeOf(tag), weight: Number(weight ?? 1) };
	});
	// Sorting is stable: what comes first in the header wins among equals.
	wishes.sort((a, b) => b.weight - a.weight);
	return wishes.find(({ locale, weight }) => locale !== null && weight > 0)?.locale ?? null;
}

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handle } from '@sveltejs/kit';
import { chooseLocale, LANGUAGE_COOKIE } from '$lib/i18n/chooseLocale';
import { baseLocale, getTextDirection, overwriteGetLocale, type Locale } from '$lib/paraglide/runtime';

/** Whose words the code that runs now writes. */
const reader = new AsyncLocalStorage<{ locale: Locale }>();
overwriteGetLocale(() => reader.getStore()?.locale ?? baseLocale);

/**
 * Hosted pages speak the applicant's language, everything else English. Until a page's load knows the session and sets
 * `locals.locale`, it is the reader's choice or the browser's; `lang` and `dir` of the page follow what stood at the end.
 */
export const language: Handle = ({ event, resolve }) => {
	const { locals, cookies, request, url } = event;
	const hosted = url.pathname.startsWith('/verification/');
	locals.locale = hosted
		? chooseLocale({ chosen: cookies.get(LANGUAGE_COOKIE), accepted: request.headers.get('accept-language') })
		: baseLocale;
	return reader.run(locals, () =>
		resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace('%lang%', locals.locale).replace('%dir%', getTextDirection(locals.locale))
		})
	);
};

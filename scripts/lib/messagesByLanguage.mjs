import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SPEAKER = '/src/lib/i18n/language.svelte.ts';
const RUNTIME = '/src/lib/paraglide/runtime.js';
const MESSAGE = /\/src\/lib\/paraglide\/messages\/(\w+)\.js$/;
/** Where the compiler had to name a file otherwise than its message, which has capitals. */
const NAMED = /as "(\w+)"/;
const DICTIONARY = /^\/messages\/(\w+)\.json$/;
/** What an applicant may read. Why a picture was refused is advice (`hosted_`); reasons as such only people at work read, in English. */
const TRANSLATED = /^(?:hosted|ui)_/;
/** And of the errors those that are named here; all others only people at work read. */
const ERRORS = '/src/lib/components/capture/failureText.ts';

/**
 * Vite plugin: in the browser's script a translated message is its English sentence alone, which `say` replaces by the one of the
 * language on the screen. As compiled, a phone would load every sentence in eight languages; the server keeps that form. What is
 * written in English alone asks for no language: the compiled form looks through all eight. A sentence is known by its number, and a
 * language is a list of them: names would be a fifth of what a phone loads of either.
 * @param {string} root
 * @returns {import('vite').Plugin}
 */
export function messagesByLanguage(root) {
	/** @type {Record<string, string>} */
	let english = {};
	/** @type {string[]} */
	let locales = [];
	/** @type {string[]} */
	let keys = [];
	return {
		name: 'messages-by-language',
		enforce: 'pre',
		applyToEnvironment: ({ name }) => name === 'client',
		buildStart() {
			english = JSON.parse(readFileSync(join(root, 'messages', 'en.json'), 'utf8'));
			/** @type {string[]} */
			const errors = readFileSync(root + ERRORS, 'utf8').match(/(?<=\bm\.)error_\w+/g) ?? [];
			keys = Object.keys(english).filter((key) => TRANSLATED.test(key) || errors.includes(key));
			locales = JSON.parse(readFileSync(join(root, 'project.inlang', 'settings.json'), 'utf8')).locales;
		},
		transform(code, id) {
			const [path = ''] = id.split('?');
			if (path === root + RUNTIME) return { code: smallRuntime(locales), map: null };
			if (path.startsWith(root) && DICTIONARY.test(path.slice(root.length)))
				return { code: listed(JSON.parse(code), keys), map: null };
			const file = MESSAGE.exec(path)?.[1];
			const key = file && (NAMED.exec(code)?.[1] ?? file);
			const sentence = key && english[key];
			if (!sentence) return null;
			if (!keys.includes(key)) return { code: `export const ${key} = (inputs) => ${written(sentence)};\n`, map: null };
			// Placeholders are those of English in every language.
			const inputs = sentence.includes('{') ? ', inputs' : '';
			const call = `(${inputs && 'inputs'}) => say(${keys.indexOf(key)}, ${JSON.stringify(sentence)}${inputs})`;
			return {
				code: `import { say } from ${JSON.stringify(root + SPEAKER)};\nexport const ${key} = ${call};\n`,
				map: null
			};
		}
	};
}

/** One language as the list of its sentences. @param {Record<string, string>} words @param {string[]} keys */
const listed = (words, keys) => JSON.stringify(keys.map((key) => words[key] ?? null));

/**
 * What the browser's script needs of the compiled runtime, whose ways to guess a language (five kilobytes) it has no use for:
 * the page's `lang` says it. @param {string[]} locales
 */
function smallRuntime(locales) {
	const rightToLeft = locales.filter((locale) => new Intl.Locale(locale).maximize().script === 'Arab');
	return `export const baseLocale = 'en';
export const locales = ${JSON.stringify(locales)};
export const isLocale = (text) => locales.includes(text);
export const getTextDirection = (locale) => ${JSON.stringify(rightToLeft)}.includes(locale) ? 'rtl' : 'ltr';
let read = () => baseLocale;
export const getLocale = () => read();
export const overwriteGetLocale = (other) => { read = other; };
export const experimentalStaticLocale = undefined;
`;
}

/** The expression that puts the inputs in their places. @param {string} sentence */
const written = (sentence) =>
	sentence
		.split(/\{(\w+)\}/)
		.map((part, index) => (index % 2 ? `inputs?.${part}` : JSON.stringify(part)))
		.join(' + ');

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SPEAKER = '/src/lib/i18n/language.svelte.ts';
const RUNTIME = '/src/lib/paraglide/runtime.js';
const MESSAGE = /\/src\/lib\/paraglide\/messages\/(\w+)\.js$/;
const TRANSLATED = /^(?:hosted|error|reason|ui)_/;

/**
 * Vite plugin: in the browser's script a translated message is its English sentence alone, which `say` replaces by the one of the
 * language on the screen. As compiled, a phone would load every sentence in eight languages; the server keeps that form. What is
 * written in English alone asks for no language: the compiled form looks through all eight.
 * @param {string} root
 * @returns {import('vite').Plugin}
 */
export function messagesByLanguage(root) {
	/** @type {Record<string, string>} */
	let english = {};
	/** @type {string[]} */
	let locales = [];
	return {
		name: 'messages-by-language',
		applyToEnvironment: ({ name }) => name === 'client',
		buildStart() {
			english = JSON.parse(readFileSync(join(root, 'messages', 'en.json'), 'utf8'));
			locales = JSON.parse(readFileSync(join(root, 'project.inlang', 'settings.json'), 'utf8')).locales;
		},
		transform(_code, id) {
			const [path = ''] = id.split('?');
			if (path === root + RUNTIME) return { code: smallRuntime(locales), map: null };
			const key = MESSAGE.exec(path)?.[1];
			const sentence = key && english[key];
			if (!sentence) return null;
			if (!TRANSLATED.test(key))
				return { code: `export const ${key} = (inputs) => ${written(sentence)};\n`, map: null };
			const call = `say(${JSON.stringify(key)}, ${JSON.stringify(sentence)}, inputs)`;
			return {
				code: `import { say } from ${JSON.stringify(root + SPEAKER)};\nexport const ${key} = (inputs) => ${call};\n`,
				map: null
			};
		}
	};
}

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

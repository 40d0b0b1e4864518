import { join } from 'node:path';
import { build } from 'vite';

/** @typedef {'index' | 'pure' | 'iife'} WidgetEntry */

/**
 * One entry of packages/kyc-widget as one minified script.
 * @param {string} root @param {WidgetEntry} entry @returns {Promise<string>}
 */
export async function bundleWidget(root, entry) {
	const result = await build({
		configFile: false,
		root: join(root, 'packages/kyc-widget'),
		logLevel: 'warn',
		publicDir: false,
		build: {
			write: false,
			target: 'es2022',
			minify: 'oxc',
			lib: {
				entry: `src/${entry}.ts`,
				formats: [entry === 'iife' ? 'iife' : 'es'],
				name: 'Uniicy',
				fileName: entry
			}
		}
	});
	const [bundle] = Array.isArray(result) ? result : [result];
	const chunk = bundle && 'output' in bundle ? bundle.output[0] : undefined;
	if (chunk?.type !== 'chunk') throw new Error(`${entry} of the widget was not built`);
	return chunk.code;
}

const NAME = /^virtual:kyc-widget\/(index|iife)$/;

/**
 * `import code from 'virtual:kyc-widget/index'`: the script as text, for the route that serves it.
 * @param {string} root @returns {import('vite').Plugin}
 */
export function kycWidget(root) {
	return {
		name: 'kyc-widget',
		resolveId: (id) => (NAME.test(id) ? `\0${id}` : null),
		async load(id) {
			const entry = NAME.exec(id.replace(/^\0/, ''))?.[1];
			if (entry !== 'index' && entry !== 'iife') return null;
			return `export default ${JSON.stringify(await bundleWidget(root, entry))};`;
		}
	};
}

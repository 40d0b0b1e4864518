import { dirname, join } from 'node:path';

/** @typedef {import('rolldown').ChunkingContext} Graph */

/** What every page of an applicant loads before it comes alive, and what follows the first screen. */
const PARTS = {
	first: [
		'node_modules/@sveltejs/kit/src/runtime/client/entry.js',
		'src/hooks.client.ts',
		'src/routes/+layout.svelte',
		'src/routes/(hosted)/verification/session/[id=uuid]/+page.svelte'
	],
	steps: ['src/lib/components/capture/Steps.svelte']
};
const MESSAGE = /\/src\/lib\/paraglide\/messages\/(?!_index)\w+\.js$/;
const STYLE = /\.css$/;
/** They name every message there is, of which a part speaks a few. */
const MESSAGE_LISTS = /\/src\/lib\/paraglide\/messages(?:\/_index)?\.js$/;
/** Names all that compiled components may call, of which the back office's need more than an applicant's. */
const SVELTE_LIST = /\/svelte\/src\/internal\/client\/index\.js$/;

/**
 * Vite plugin: an applicant's first screen is one script and one stylesheet, and all screens after it another script. Left to itself
 * the bundler cuts wherever other pages share a module: twenty scripts and eleven stylesheets, which a phone fetches six at a time.
 * Styles of what is loaded later stand in the first stylesheet: they are small, and each file of their own is a round trip.
 * @param {string} root
 * @returns {import('vite').Plugin}
 */
export function applicantChunks(root) {
	/** @param {keyof typeof PARTS} part */
	const idsOf = (part) => PARTS[part].map((entry) => join(root, entry));
	return {
		name: 'applicant-chunks',
		applyToEnvironment: ({ name }) => name === 'client',
		outputOptions: (options) => {
			/** @type {{ name: string, has: (id: string, graph: Graph) => boolean }[] | undefined} */
			let parts;
			/** @param {Graph} graph */
			const partsOf = (graph) =>
				(parts ??= [
					{ name: 'first', has: styles(idsOf('first'), graph) },
					{ name: 'first', has: membership(idsOf('first'), graph) },
					{ name: 'steps', has: membership(idsOf('steps'), graph) }
				]);
			const groups = [
				{
					debugName: 'applicant',
					name: (/** @type {string} */ id, /** @type {Graph} */ graph) =>
						partsOf(graph).find(({ has }) => has(id, graph))?.name ?? null
				}
			];
			return { ...options, codeSplitting: { groups } };
		}
	};
}

/**
 * Whether a module is needed by these in order to run; a message, whether one of them speaks it.
 * @param {string[]} entries
 * @param {Graph} graph
 * @returns {(id: string, graph: Graph) => boolean}
 */
function membership(entries, graph) {
	/** @type {Set<string>} */
	const modules = new Set();
	/** @type {Set<string>} */
	const spoken = new Set();
	/** @type {Map<string, string>} */
	let calls = new Map();
	const waiting = [...entries];
	for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
		if (modules.has(id) || MESSAGE_LISTS.test(id)) continue;
		const { code, importedIds } = moduleOf(graph, id);
		modules.add(id);
		if (SVELTE_LIST.test(id)) continue;
		const list = importedIds.find((other) => SVELTE_LIST.test(other));
		if (list !== undefined && calls.size === 0) calls = placesOf(list, moduleOf(graph, list).code);
		waiting.push(...importedIds);
		if (list !== undefined) waiting.push(...namesCalled(code).flatMap((name) => calls.get(name) ?? []));
		for (const [, key = ''] of code.matchAll(/\bm\.(\w+)/g)) spoken.add(key);
	}
	return (id, current) => {
		if (!MESSAGE.test(id)) return modules.has(id);
		const key = /export const (\w+)/.exec(moduleOf(current, id).code)?.[1];
		return key !== undefined && spoken.has(key);
	};
}

/** Whether these are styles of what the entries load, at once or later. @param {string[]} entries @param {Graph} graph */
function styles(entries, graph) {
	/** @type {Set<string>} */
	const seen = new Set();
	const waiting = [...entries];
	for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
		if (seen.has(id) || MESSAGE_LISTS.test(id)) continue;
		seen.add(id);
		const { importedIds, laterIds } = moduleOf(graph, id);
		waiting.push(...importedIds, ...laterIds);
	}
	return (/** @type {string} */ id) => STYLE.test(id) && seen.has(id);
}

/** @param {Graph} graph @param {string} id */
function moduleOf(graph, id) {
	const found = graph.getModuleInfo(id);
	if (found === null) throw new Error(`The build has no module ${id}: is an applicant's page made of other files now?`);
	return { code: found.code ?? '', importedIds: found.importedIds, laterIds: found.dynamicallyImportedIds };
}

/** Where a list of `export { … } from '…'` has each of its names from. @param {string} list @param {string} code */
function placesOf(list, code) {
	/** @type {Map<string, string>} */
	const places = new Map();
	for (const [, names = '', from = ''] of code.matchAll(/export \{([^}]*)\} from ["']([^"']+)["']/g))
		for (const name of names.split(',')) places.set(name.trim().split(/\s+/).at(-1) ?? '', join(dirname(list), from));
	return places;
}

/** Of Svelte's own, by a compiled component or by name. @param {string} code */
const namesCalled = (code) => [
	...[...code.matchAll(/\$\.(\w+)/g)].map(([, name = '']) => name),
	...[...code.matchAll(/import \{([^}]*)\} from ["'][^"']*internal\/client[^"']*["']/g)].flatMap(([, names = '']) =>
		names.split(',').map((name) => name.trim().split(/\s+/)[0] ?? '')
	)
];

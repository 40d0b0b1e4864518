import { dirname, relative, resolve } from 'node:path';

/**
 * The import law of the house, as one lint rule: arrows never point up, siblings meet at each folder's index.ts, the web
 * process never loads a model, the browser takes types from the server and values only from zod-free contract files.
 */

/** Folder of src/lib/server → the folders it may import, besides itself. */
const MAY_IMPORT = {
	platform: ['contract'],
	db: ['platform', 'contract', 'vision'],
	storage: ['platform', 'contract'],
	backup: ['db', 'platform', 'contract'],
	jobs: ['db', 'platform', 'contract'],
	operations: ['jobs', 'db', 'platform', 'contract'],
	audit: ['db', 'platform', 'contract'],
	auth: ['audit', 'db', 'platform', 'contract'],
	requestLog: ['db', 'platform', 'contract'],
	vision: ['contract'],
	webhooks: ['auth', 'jobs', 'audit', 'db', 'platform', 'contract'],
	organizations: ['auth', 'audit', 'webhooks', 'jobs', 'storage', 'db', 'platform', 'contract'],
	verification: ['auth', 'vision', 'storage', 'jobs', 'webhooks', 'audit', 'db', 'platform', 'contract'],
	rest: ['verification', 'organizations', 'webhooks', 'auth', 'audit', 'db', 'platform', 'contract'],
	trpc: ['verification', 'organizations', 'requestLog', 'webhooks', 'auth', 'audit', 'db', 'platform', 'contract'],
	docs: ['rest', 'platform', 'contract'],
	hooks: ['operations', 'requestLog', 'trpc', 'rest', 'organizations', 'auth', 'platform', 'contract']
};

/** Doors beside index.ts: what one may import of a folder from outside it. */
const DOORS = {
	auth: ['principal'],
	db: ['schema/types', 'everyDatabase', 'testing'],
	hooks: '*',
	jobs: ['testing'],
	docs: ['llms', 'searchEntries'],
	rest: ['openapi', 'openapiOperations'],
	trpc: ['router', 'server', 'context', 'errors', 'init'],
	verification: ['worker', 'testing', 'checks/fields'],
	vision: ['address', 'types', 'image', 'quality', 'evaluation', 'testing', 'runtime', 'tamper/threshold']
};

/** Folders of src/lib/server whose code also runs in the web process: of vision they load only pictures and their quality. */
const WEB_SAFE_VISION = ['image', 'quality', 'types', 'tamper/threshold'];

/** Files of src/lib/contract without zod: the browser may import their values. */
const BROWSER_CONTRACT = [
	'slots',
	'errors',
	'reasonCodes',
	'review',
	'reviewQueue',
	'policyDryRun',
	'policyDefaults',
	'brandColours',
	'faceOperatingPoints',
	'environmentOf',
	'docs',
	'bulk',
	'webOrigin',
	'insight'
];

const MESSAGES = {
	up: '{{from}} may not import {{to}}: arrows point from routes down to contract.',
	door: '{{target}} is inside another folder: import that folder’s index.ts (or add a door in importLaw.mjs).',
	vision: 'Only the worker and the command line import {{target}}: a page request must never load a model.',
	framework:
		'lib/server, worker and cli know nothing of the framework: {{target}} belongs to routes and hooks.server.ts.',
	browserServer: 'Browser code takes only types from the server: write `import type`.',
	browserContract: '{{target}} brings zod into the browser: import its types only.',
	pure: 'checks/ and decision/decide.ts are pure: no {{target}}.'
};

/** @type {import('eslint').Rule.RuleModule} */
export default {
	meta: { type: 'problem', messages: MESSAGES, schema: [] },
	create(context) {
		const file = place(context.filename, context.cwd);
		if (file === null) return {};
		/** @param {import('estree').ImportDeclaration | import('estree').ExportNamedDeclaration | import('estree').ExportAllDeclaration | import('estree').ImportExpression} node */
		const check = (node) => {
			const source = node.source;
			if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
			const found = judge(file, source.value, isTypeOnly(/** @type {ImportLike} */ (node)));
			if (found !== null) context.report({ node: source, ...found });
		};
		return {
			ImportDeclaration: check,
			ExportNamedDeclaration: check,
			ExportAllDeclaration: check,
			ImportExpression: check
		};
	}
};

/** @typedef {{ path: string, dir: string, test: boolean }} Place `path` starts at src/ */

/** @param {string} filename @param {string} cwd @returns {Place | null} */
function place(filename, cwd) {
	const path = relative(resolve(cwd, 'src'), filename).replaceAll('\\', '/');
	if (path.startsWith('..')) return null;
	return {
		path,
		dir: dirname(filename),
		test: /\.test\.ts$|\/testing(\/|\.ts$)|everyDatabase\.ts$|\.contract\.ts$/.test(path)
	};
}

/**
 * @param {Place} file @param {string} source @param {boolean} typeOnly
 * @returns {{ messageId: keyof typeof MESSAGES, data: Record<string, string> } | null}
 */
export function judge(file, source, typeOnly) {
	const serverSide = /^(lib\/server\/|cli\/|worker\.ts$|visionThread\.ts$|pdfReader\.ts$)/.test(file.path);
	if (serverSide && /^(\$app\/|\$env\/|\.\/\$types$)/.test(source)) return no('framework', { target: source });
	if (isPure(file) && !typeOnly && /^node:(fs|http|https|net|child_process|crypto)/.test(source))
		return no('pure', { target: source });
	const target = resolveInSrc(file, source);
	if (target === null) return null;
	const mine = serverFolder(file.path);
	const theirs = serverFolder(target);
	if (mine !== null)
		return theirs === null ? judgeContract(mine, target) : judgeServer(file, mine, theirs, target, typeOnly);
	if (serverSide) return theirs === null ? null : judgeDoor(theirs, target);
	if (isServerRoute(file.path))
		return theirs === null ? null : (judgeWeb(theirs, target, typeOnly) ?? judgeDoor(theirs, target));
	return judgeBrowser(file, theirs, target, typeOnly);
}

/** @param {Place} file @param {string} mine @param {string} theirs @param {string} target @param {boolean} typeOnly */
function judgeServer(file, mine, theirs, target, typeOnly) {
	if (mine === theirs) return null;
	if (theirs === 'deps.ts') return typeOnly || file.test ? null : no('up', { from: mine, to: 'deps.ts' });
	if (mine === 'deps.ts') return judgeDoor(theirs, target);
	if (isPure(file) && !typeOnly && !file.test && theirs !== 'vision') return no('pure', { target });
	/** @type {string[] | undefined} */
	const allowed = MAY_IMPORT[/** @type {keyof typeof MAY_IMPORT} */ (mine)];
	if (!file.test && allowed !== undefined && !allowed.includes(theirs)) return no('up', { from: mine, to: theirs });
	if (file.test) return null;
	return judgeVision(file, theirs, target, typeOnly) ?? judgeDoor(theirs, target);
}

/** The worker half of the domain may take models; the rest of it runs in the web process. @param {Place} file @param {string} theirs @param {string} target @param {boolean} typeOnly */
function judgeVision(file, theirs, target, typeOnly) {
	return /^lib\/server\/verification\/(worker\.ts|jobs\/)/.test(file.path) ? null : judgeWeb(theirs, target, typeOnly);
}

/** @param {string} theirs @param {string} target @param {boolean} typeOnly */
function judgeWeb(theirs, target, typeOnly) {
	if (typeOnly) return null;
	if (theirs === 'vision' && !WEB_SAFE_VISION.includes(inner(target))) return no('vision', { target });
	return target === 'lib/server/verification/worker' ? no('vision', { target }) : null;
}

/** @param {string} theirs @param {string} target */
function judgeDoor(theirs, target) {
	const behind = inner(target);
	const doors = DOORS[/** @type {keyof typeof DOORS} */ (theirs)] ?? [];
	return behind === '' || behind === 'index' || doors === '*' || doors.includes(behind) ? null : no('door', { target });
}

/** @param {string} mine @param {string} target */
function judgeContract(mine, target) {
	if (/^lib\/(contract|trpc|paraglide)\//.test(target)) return null;
	// Which language a request gets; no other server code has words.
	if (mine === 'hooks' && target === 'lib/i18n/chooseLocale') return null;
	return no('up', { from: mine, to: target });
}

/** @param {Place} file @param {string | null} theirs @param {string} target @param {boolean} typeOnly */
function judgeBrowser(file, theirs, target, typeOnly) {
	if (file.path.startsWith('lib/contract/'))
		return target.startsWith('lib/contract/') ? null : no('up', { from: 'contract', to: target });
	if (typeOnly || file.test) return null;
	if (theirs !== null) return no('browserServer', {});
	const contract = /^lib\/contract\/(\w+)/.exec(target)?.[1];
	return contract === undefined || BROWSER_CONTRACT.includes(contract) ? null : no('browserContract', { target });
}

/** Routes and hooks that only ever run on the server. @param {string} path */
const isServerRoute = (path) =>
	/^hooks\.server\.ts$|(\.server|\+server)\.ts$|^params\/|\.d\.ts$/.test(path) || /^routes\/.*\.server\.ts$/.test(path);

/** @param {Place} file */
const isPure = (file) => /^lib\/server\/verification\/(checks\/|decision\/decide\.ts)/.test(file.path) && !file.test;

/** `db` of `lib/server/db/store`; `deps.ts` for the composition root; null outside lib/server. @param {string} path */
function serverFolder(path) {
	const rest = /^lib\/server\/(.+)$/.exec(path)?.[1];
	if (rest === undefined) return null;
	return /^deps(\.ts)?$/.test(rest) ? 'deps.ts' : (rest.split('/')[0] ?? null);
}

/** What follows the folder: `schema/types` of `lib/server/db/schema/types`. @param {string} target */
const inner = (target) =>
	target
		.split('/')
		.slice(3)
		.join('/')
		.replace(/\/index$/, '');

/** @param {Place} file @param {string} source @returns {string | null} path below src/, without extension */
function resolveInSrc(file, source) {
	if (source.startsWith('$lib/')) return `lib/${source.slice(5)}`.replace(/\.ts$/, '');
	if (!source.startsWith('.')) return null;
	const from = `/${dirname(file.path)}`;
	return resolve(from, source).slice(1).replaceAll('\\', '/').replace(/\.ts$/, '');
}

/** @typedef {{ importKind?: string, exportKind?: string, specifiers?: { importKind?: string }[] }} ImportLike */

/** @param {ImportLike} node */
function isTypeOnly(node) {
	if (node.importKind === 'type' || node.exportKind === 'type') return true;
	const specifiers = node.specifiers ?? [];
	return specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type');
}

/** @param {keyof typeof MESSAGES} messageId @param {Record<string, string>} data */
const no = (messageId, data) => ({ messageId, data });

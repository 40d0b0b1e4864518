import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseRoots, type Config } from '$lib/server/platform';
import { fine, wrong, type Finding } from './finding';

/** The key that every stored picture is sealed under: there, whole, and for its owner's eyes only. */
export function examineRootKey({ rootKeyFile }: Config): Finding {
	if (!existsSync(rootKeyFile)) return fine('root key', `${rootKeyFile} is made at the first start; back it up then`);
	const roots = parseRoots(readFileSync(rootKeyFile, 'utf8'));
	if (roots === null)
		return wrong('root key', `${rootKeyFile} does not hold 64 hex digits`, 'restore it from its backup');
	const mode = statSync(rootKeyFile).mode & 0o777;
	if (process.platform !== 'win32' && (mode & 0o077) !== 0)
		return wrong('root key', `others may read ${rootKeyFile} (mode ${mode.toString(8)})`, `chmod 600 ${rootKeyFile}`);
	if (roots.previous !== null)
		return wrong('root key', `${rootKeyFile} is being replaced`, 'end it: idb keys rotate-root --finish');
	return fine('root key', rootKeyFile);
}

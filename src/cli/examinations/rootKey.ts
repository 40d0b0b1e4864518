import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Config } from '$lib/server/platform';
import { fine, wrong, type Finding } from './finding';

/** The key that every stored picture is sealed under: there, whole, and for its owner's eyes only. */
export function examineRootKey({ rootKeyFile }: Config): Finding {
	if (!existsSync(rootKeyFile)) return fine('root key', `${rootKeyFile} is made at the first start; back it up then`);
	if (!/^[0-9a-f]{64}$/i.test(readFileSync(rootKeyFile, 'utf8').trim()))
		return wrong('root key', `${rootKeyFile} does not hold 64 hex digits`, 'restore it from its backup');
	const mode = statSync(rootKeyFile).mode & 0o777;
	if (process.platform !== 'win32' && (mode & 0o077) !== 0)
		return wrong('root key', `others may read ${rootKeyFile} (mode ${mode.toString(8)})`, `chmod 600 ${rootKeyFile}`);
	return fine('root key', rootKeyFile);
}

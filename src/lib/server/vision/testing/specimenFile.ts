import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A file that specimens are drawn with: in `specimens/` beside a bundle or in a folder above it, where the build puts what an
 * installation without sources and development dependencies lacks; otherwise where `source` says.
 */
export function specimenFile(name: string, source: () => string): string {
	let folder = dirname(fileURLToPath(import.meta.url));
	for (let up = 0; up < 3; up++, folder = dirname(folder)) {
		const file = join(folder, 'specimens', name);
		if (existsSync(file)) return file;
	}
	return source();
}

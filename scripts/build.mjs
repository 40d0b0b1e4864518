/** `npm run build`: site, worker and command line into build/, when the sources have changed since the last time. */
import { ensureBuild } from './lib/build.mjs';
import { root } from './lib/site.mjs';

const built = await ensureBuild({ root, log: (line) => console.error(line) });
console.error(built ? 'build/ is made' : 'build/ is fresh');

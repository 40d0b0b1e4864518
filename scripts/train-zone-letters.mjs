/** `node scripts/train-zone-letters.mjs`: draws rows of zones, trains the net that reads their letters, and writes its weights. */
import { join } from 'node:path';
import { createServer } from 'vite';
import { root } from './lib/site.mjs';

const mrz = 'src/lib/server/vision/mrz';
const server = await createServer({
	configFile: false,
	root,
	appType: 'custom',
	server: { middlewareMode: true, hmr: false },
	resolve: { alias: { $lib: join(root, 'src/lib') } }
});
try {
	const { trainLetterNet } = await server.ssrLoadModule(`/${mrz}/training/train.ts`);
	await trainLetterNet(join(root, mrz, 'letterWeights.ts'), console.log);
} finally {
	await server.close();
}

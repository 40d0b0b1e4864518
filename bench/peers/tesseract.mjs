/** `tesseract.js` with its `eng` model (4.0.0_best_int, what it would itself fetch) from the package beside it. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker } from 'tesseract.js';
import { serve } from './serve.mjs';

await serve(async () => {
	const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
	const options = { langPath: join(data, '4.0.0_best_int'), cacheMethod: 'none', gzip: true };
	const worker = await createWorker('eng', 1, options);
	return {
		/** @param {{ bytes: Uint8Array }} input */
		async read({ bytes }) {
			const { data } = await worker.recognize(Buffer.from(bytes));
			return { lines: data.text.split('\n') };
		}
	};
});

/** `@gutenye/ocr-node` as its README has it: the same detector and recogniser, best letter per step, nothing else. */
import Ocr from '@gutenye/ocr-node';
import { serve } from './serve.mjs';

await serve(async () => {
	const ocr = await Ocr.create();
	return {
		/** @param {{ bytes: Uint8Array }} input */
		async read({ bytes }) {
			const lines = await ocr.detect(Buffer.from(bytes));
			return { lines: lines.map(({ text }) => text) };
		}
	};
});

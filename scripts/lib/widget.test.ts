import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { bundleWidget, type WidgetEntry } from './widget.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Contract, SDK: less than 8 kB gzip. */
const MAX_BYTES = 8000;

it('the widget stays small, and importing it touches nothing of a page: there is none here', async () => {
	for (const entry of ['index', 'pure', 'iife'] satisfies WidgetEntry[]) {
		const code = await bundleWidget(root, entry);
		expect([entry, gzipSync(code).length < MAX_BYTES]).toEqual([entry, true]);
		if (entry === 'iife') continue;
		const module: { init?: unknown } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
		expect(typeof module.init).toBe('function');
	}
});

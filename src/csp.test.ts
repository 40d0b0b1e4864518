import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import config from '../svelte.config.js';

const directives = config.kit?.csp?.directives ?? {};

it('allows exactly one style attribute: that of the framework’s own route announcer', () => {
	// The announcer is written into each app by this file of the framework; its hash changes when the framework's text does.
	const require = createRequire(import.meta.url);
	const source = readFileSync(
		require.resolve('@sveltejs/kit/package.json').replace('package.json', 'src/core/sync/write_root.js'),
		'utf8'
	);
	const style = /<div id="svelte-announcer"[^>]* style="([^"]*)"/.exec(source)?.[1];
	const hash = createHash('sha256')
		.update(style ?? '')
		.digest('base64');
	expect(directives['style-src-attr']).toEqual(['unsafe-hashes', `sha256-${hash}`]);
});

it('lets nothing inline in, and nothing from elsewhere', () => {
	const sources = Object.values(directives).flatMap((list) => (Array.isArray(list) ? list : []));
	expect(sources).not.toContain('unsafe-inline');
	expect(sources).not.toContain('unsafe-eval');
	expect(sources.filter((source) => /^https?:|\*/.test(source))).toEqual([]);
	expect(directives['default-src']).toEqual(['none']);
	expect(directives['base-uri']).toEqual(['none']);
});

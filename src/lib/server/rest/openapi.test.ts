import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi';
import { OPERATIONS } from './openapiOperations';

const COMMITTED = 'docs/openapi.json';
const ORIGIN = 'https://verify.example.com';

describe('openApiDocument', () => {
	it('is what the committed copy says; UPDATE_OPENAPI=1 writes it anew', () => {
		const text = `${JSON.stringify(openApiDocument(ORIGIN), null, '\t')}\n`;
		if (process.env.UPDATE_OPENAPI) writeFileSync(COMMITTED, text);
		expect(readFileSync(COMMITTED, 'utf8')).toBe(text);
	});

	it('describes every method of every public route, and nothing else', () => {
		expect(OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(routes().sort());
	});

	it('refers only to parts that it defines', () => {
		const document = openApiDocument(ORIGIN);
		const defined = Object.keys(document.components?.schemas ?? {});
		const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
			([, name]) => name
		);
		expect(referred.filter((name) => !defined.includes(name ?? ''))).toEqual([]);
	});
});

/** `METHOD /path` of every +server.ts under src/routes/api, but for the dashboard's own procedures and the catch-all. */
function routes(): string[] {
	return readdirSync('src/routes/api', { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('+server.ts') && !/^(trpc|\[\.\.\.path\])/.test(file))
		.flatMap((file) => {
			const path = `/api/${relative('.', dirname(file))}`.replace(/\[([^\]=]+)(?:=\w+)?\]/g, '{$1}');
			const source = readFileSync(`src/routes/api/${file}`, 'utf8');
			return [...source.matchAll(/^export const (GET|POST|PUT|DELETE|PATCH)\b/gm)].map(
				([, method]) => `${method} ${path}`
			);
		});
}

import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '$lib/contract/errors';
import type { DocsPage } from '$lib/contract/docs';
import * as schema from '$lib/server/db/schema/sqlite';
import { docsContents, readDocsPage, readErrorPage } from './index';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';

const ORIGIN = 'https://verify.example.test';
const slugs = docsContents().flatMap(({ entries }) => entries.map(({ slug }) => slug));

const pageOf = (slug: string): DocsPage => {
	const page = readDocsPage(slug, ORIGIN);
	if (!page) throw new Error(`No page ${slug}`);
	return page;
};
const htmlOf = (page: DocsPage): string => page.rows.flatMap((row) => row.text.map(({ html }) => html)).join('\n');
const codeOf = (page: DocsPage): string =>
	page.rows
		.flatMap((row) => row.code.flatMap((block) => (block.kind === 'code' ? block.samples.map(({ code }) => code) : [])))
		.join('\n');

describe('documentation', () => {
	it('has the pages that the site links to', () => {
		expect(slugs).toEqual(
			expect.arrayContaining(['quickstart', 'integration', 'webhooks', 'api', 'errors', 'privacy'])
		);
	});

	it.each(slugs)(
		'renders %s with this installation’s address, no inline style or script, and no empty code',
		(slug) => {
			const page = pageOf(slug);
			expect(`${htmlOf(page)}${codeOf(page)}`).not.toContain('verify.example.com');
			expect(htmlOf(page)).not.toMatch(/<script|<style|\sstyle=|\son\w+=/);
			for (const row of page.rows)
				for (const block of row.code)
					if (block.kind === 'code') for (const { code } of block.samples) expect(code.trim()).not.toBe('');
		}
	);

	it.each(slugs)('links from %s only to pages and parts that exist', (slug) => {
		const links = [...htmlOf(pageOf(slug)).matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '');
		expect(links.filter((href) => !leadsSomewhere(href, slug))).toEqual([]);
	});

	it.each(ERROR_CODES)('has a page for %s with its cause, its fix and an example', (code) => {
		const page = readErrorPage(code, ORIGIN);
		expect(page?.headings.map(({ text }) => text)).toEqual(['Cause', 'What to do', 'The answer']);
		expect(JSON.parse(page ? codeOf(page) : '')).toMatchObject({ ok: false, error: { code } });
	});

	it('knows no page for what is not a code or not a file', () => {
		expect(readErrorPage('toString', ORIGIN)).toBeNull();
		expect(readErrorPage('api_key_invalid', ORIGIN)).toBeNull();
		expect(readDocsPage('../../package', ORIGIN)).toBeNull();
	});

	it('says for every table that belongs to a session how long its rows live', () => {
		const tables = Object.values(schema)
			.filter((value) => value instanceof SQLiteTable)
			.map(getTableConfig)
			.filter(({ columns }) => columns.some(({ name }) => name === 'session_id'))
			.map(({ name }) => name);
		const text = htmlOf(pageOf('privacy'));
		expect(tables.length).toBeGreaterThan(5);
		expect(tables.filter((name) => !text.includes(name))).toEqual([]);
	});
});

function leadsSomewhere(href: string, from: string): boolean {
	if (/^https:\/\//.test(href) || href === '/api/openapi.json') return true;
	const [path = '', id] = href.split('#');
	const slug = path === '' ? from : path.replace(/^\/docs\//, '');
	if (slug.startsWith('errors/')) return readErrorPage(slug.slice('errors/'.length), ORIGIN) !== null;
	const page = readDocsPage(slug, ORIGIN);
	return page !== null && (!id || htmlOf(page).includes(`id="${id}"`));
}

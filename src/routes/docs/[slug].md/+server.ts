import { error, text } from '@sveltejs/kit';
import { readDocsMarkdown } from '$lib/server/docs';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, locals }) => {
	const markdown = readDocsMarkdown(params.slug, locals.deps.config.origin);
	if (markdown === null) error(404);
	return text(markdown, { headers: { 'content-type': 'text/markdown; charset=utf-8' } });
};

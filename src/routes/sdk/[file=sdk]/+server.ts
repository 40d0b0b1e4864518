import { createHash } from 'node:crypto';
import iife from 'virtual:kyc-widget/iife';
import index from 'virtual:kyc-widget/index';
import type { RequestHandler } from './$types';

const scripts = new Map(
	Object.entries({ 'kyc-widget.js': index, 'kyc-widget.iife.js': iife }).map(([name, code]) => [
		name,
		{ code, etag: `"${createHash('sha256').update(code).digest('base64url').slice(0, 22)}"` }
	])
);

/** The widget, for any site's page. A page that is open gets a new version within the hour. */
export const GET: RequestHandler = ({ params, request }) => {
	const script = scripts.get(params.file);
	if (!script) return new Response(null, { status: 404 });
	const headers = {
		'access-control-allow-origin': '*',
		'cross-origin-resource-policy': 'cross-origin',
		'cache-control': 'public, max-age=3600',
		etag: script.etag
	};
	if (request.headers.get('if-none-match') === script.etag) return new Response(null, { status: 304, headers });
	return new Response(script.code, { headers: { ...headers, 'content-type': 'text/javascript; charset=utf-8' } });
};

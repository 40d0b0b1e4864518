import { error } from '@sveltejs/kit';
import { readBrandFile } from '$lib/server/organizations';
import type { RequestHandler } from './$types';

/** An organization's logo or colours, as its sessions name them. A change gets a new address, so this one may be kept for good. */
export const GET: RequestHandler = async ({ params, locals, setHeaders }) => {
	const [, key, kind] = /^([0-9a-f]{32})\.(css|png)$/.exec(params.file) ?? [];
	const file = key ? await readBrandFile(locals.deps, key, kind === 'css' ? 'css' : 'png') : null;
	if (!file) error(404, { message: 'NOT_FOUND', code: 'NOT_FOUND' });
	setHeaders({
		'content-type': file.type,
		'cache-control': 'public, max-age=31536000, immutable',
		'x-content-type-options': 'nosniff'
	});
	return new Response(file.body);
};

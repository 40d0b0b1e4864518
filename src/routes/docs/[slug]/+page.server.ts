import { error } from '@sveltejs/kit';
import { keptPage, readDocsPage } from '$lib/server/docs';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) => {
	const page = keptPage(locals.deps.config, readDocsPage, params.slug);
	if (!page) error(404);
	return { page };
};

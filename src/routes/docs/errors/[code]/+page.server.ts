import { error } from '@sveltejs/kit';
import { keptPage, readErrorPage } from '$lib/server/docs';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) => {
	const page = keptPage(locals.deps.config, readErrorPage, params.code);
	if (!page) error(404);
	return { page };
};

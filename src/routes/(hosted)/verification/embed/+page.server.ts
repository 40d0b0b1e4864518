import { frameAncestorsFor } from '$lib/server/organizations';
import type { PageServerLoad } from './$types';

/** The key says who may frame this page, and nothing else: the session comes by message, to the page's script alone. */
export const load: PageServerLoad = async ({ url, locals }) => {
	const publishableKey = url.searchParams.get('key') ?? '';
	const { ancestors } = await frameAncestorsFor(locals.deps, publishableKey);
	locals.frameAncestors = ancestors;
	return { publishableKey, resultWaitSeconds: locals.deps.config.resultWaitSeconds };
};

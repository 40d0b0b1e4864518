import { docsContents } from '$lib/server/docs';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
	sections: docsContents(),
	loggedIn: locals.login !== null
});

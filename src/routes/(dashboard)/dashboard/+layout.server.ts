import { error } from '@sveltejs/kit';
import { environmentOf } from '$lib/contract/environmentOf';
import { readSecondStepEnded } from '$lib/server/auth';
import { listOwnPlaces } from '$lib/server/organizations';
import type { LayoutServerLoad } from './$types';

/** What the rail shows on every page. Read anew with every address: another tab may have shown another organization meanwhile. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
	void url.href;
	if (!locals.login) error(401, { message: 'LOGIN_REQUIRED' });
	const { userId, email, organizationId, organizationName, role, secondStepMissing } = locals.login;
	const places = await listOwnPlaces(locals.deps, locals.login);
	return {
		email,
		organization: { id: organizationId, name: organizationName },
		others: places
			.filter(({ shown }) => !shown)
			.map(({ organizationId: id, name, role: asRole }) => ({ organizationId: id, name, role: asRole })),
		role,
		secondStepMissing,
		secondStepEndedAt: await readSecondStepEnded(locals.deps.store, userId),
		environment: environmentOf(url),
		origin: locals.deps.config.origin
	};
};

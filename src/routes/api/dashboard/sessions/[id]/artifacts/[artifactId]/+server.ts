import { AppError } from '$lib/server/platform';
import { pictureResponse, route } from '$lib/server/rest';
import { readArtifact } from '$lib/server/verification';
import type { RequestEvent } from './$types';

/** A picture or heatmap for the session page. */
export const GET = route<RequestEvent>(async ({ locals, params }) => {
	if (!locals.login) throw new AppError('LOGIN_REQUIRED');
	const { userId, organizationId, role } = locals.login;
	const operator = { kind: 'operator', userId, organizationId, role } as const;
	return pictureResponse(
		await readArtifact(locals.deps, operator, { sessionId: params.id, artifactId: params.artifactId })
	);
});

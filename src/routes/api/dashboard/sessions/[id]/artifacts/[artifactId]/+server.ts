import { operatorOf } from '$lib/server/auth';
import { pictureResponse, route } from '$lib/server/rest';
import { readArtifact } from '$lib/server/verification';
import type { RequestEvent } from './$types';

/** A picture or heatmap for the session page. */
export const GET = route<RequestEvent>(async ({ locals, params }) => {
	const operator = operatorOf(locals.login);
	return pictureResponse(
		await readArtifact(locals.deps, operator, { sessionId: params.id, artifactId: params.artifactId })
	);
});

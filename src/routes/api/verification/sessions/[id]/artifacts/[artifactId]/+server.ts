import { pictureResponse, requireSecretKey, route } from '$lib/server/rest';
import { readArtifact } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const GET = route<RequestEvent>(async (event) => {
	const tenant = await requireSecretKey(event);
	const { id: sessionId, artifactId } = event.params;
	return pictureResponse(await readArtifact(event.locals.deps, tenant, { sessionId, artifactId }));
});

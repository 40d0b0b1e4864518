import { AppError } from '$lib/server/platform';
import { handle } from '$lib/server/rest';
import { readArtifact } from '$lib/server/verification';
import type { RequestHandler } from './$types';

/** A picture or heatmap for the session page. The bytes come from strangers: nothing in them may run or be guessed at. */
export const GET: RequestHandler = (event) =>
	handle(event, async () => {
		const { deps, login } = event.locals;
		if (!login) throw new AppError('LOGIN_REQUIRED');
		const { userId, organizationId, role } = login;
		const { id: sessionId, artifactId } = event.params;
		const operator = { kind: 'operator', userId, organizationId, role } as const;
		const { bytes, mediaType } = await readArtifact(deps, operator, { sessionId, artifactId });
		return new Response(new Uint8Array(bytes), {
			headers: {
				'content-type': mediaType,
				'content-length': String(bytes.byteLength),
				'content-security-policy': "default-src 'none'; sandbox",
				'cross-origin-resource-policy': 'same-origin'
			}
		});
	});

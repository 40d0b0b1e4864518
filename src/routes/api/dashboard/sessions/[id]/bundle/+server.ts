import { authorize, operatorOf } from '$lib/server/auth';
import { route } from '$lib/server/rest';
import { exportBundle } from '$lib/server/verification';
import type { RequestEvent } from './$types';

/** The decision bundle as a file to keep; `?pictures=1` with the pictures' bytes. */
export const GET = route<RequestEvent>(async ({ locals, params, url }) => {
	const operator = authorize(operatorOf(locals.login), 'review');
	const { name, bytes } = await exportBundle(locals.deps, operator, {
		sessionId: params.id,
		pictures: url.searchParams.get('pictures') === '1'
	});
	return new Response(new Uint8Array(bytes), {
		headers: {
			'Content-Type': 'application/json',
			'Content-Disposition': `attachment; filename="${name}"`,
			'Cache-Control': 'no-store',
			'X-Content-Type-Options': 'nosniff'
		}
	});
});

import { Readable } from 'node:stream';
import { filterOf } from '$lib/components/dashboard/sessionFilter';
import { authorize } from '$lib/server/auth';
import { AppError } from '$lib/server/platform';
import { route } from '$lib/server/rest';
import { exportSessions } from '$lib/server/verification';
import type { RequestEvent } from './$types';

/** The list under its filter as CSV, streamed as it is read. */
export const GET = route<RequestEvent>(async ({ locals, url }) => {
	if (!locals.login) throw new AppError('LOGIN_REQUIRED');
	const { userId, organizationId, role } = locals.login;
	const operator = authorize({ kind: 'operator', userId, organizationId, role }, 'review');
	const lines = exportSessions(locals.deps, operator, filterOf(url));
	return new Response(Readable.toWeb(Readable.from(lines)) as ReadableStream, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="sessions.csv"',
			'cache-control': 'no-store'
		}
	});
});

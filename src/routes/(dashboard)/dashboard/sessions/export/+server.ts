import { Readable } from 'node:stream';
import { filterOf } from '$lib/components/dashboard/sessionFilter';
import { authorize, operatorOf } from '$lib/server/auth';
import { route } from '$lib/server/rest';
import { exportSessions } from '$lib/server/verification';
import type { RequestEvent } from './$types';

/** The list under its filter as CSV, streamed as it is read. */
export const GET = route<RequestEvent>(async ({ locals, url }) => {
	const operator = authorize(operatorOf(locals.login), 'review');
	const lines = exportSessions(locals.deps, operator, filterOf(url));
	return new Response(Readable.toWeb(Readable.from(lines)) as ReadableStream, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="sessions.csv"',
			'cache-control': 'no-store'
		}
	});
});

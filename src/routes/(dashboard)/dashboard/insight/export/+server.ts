import { Readable } from 'node:stream';
import { daysOf } from '$lib/components/insight/figures';
import { environmentOf } from '$lib/contract/environmentOf';
import { authorize, operatorOf } from '$lib/server/auth';
import { route } from '$lib/server/rest';
import { exportInsight } from '$lib/server/verification';
import type { RequestEvent } from './$types';

/** The counters of these days as CSV. */
export const GET = route<RequestEvent>(async ({ locals, url }) => {
	const operator = authorize(operatorOf(locals.login), 'read');
	const lines = exportInsight(locals.deps, operator, { environment: environmentOf(url), days: daysOf(url) });
	return new Response(Readable.toWeb(Readable.from(lines)) as ReadableStream, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="insight.csv"',
			'cache-control': 'no-store'
		}
	});
});

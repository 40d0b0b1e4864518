import { Readable } from 'node:stream';
import { auditFilterOf } from '$lib/components/audit/auditFilter';
import { AuditFilter } from '$lib/contract/audit';
import { exportAudit } from '$lib/server/audit';
import { authorize, operatorOf } from '$lib/server/auth';
import { parseInput, route } from '$lib/server/rest';
import type { RequestEvent } from './$types';

/** The audit log under its filter, streamed as it is read: `?format=csv`, or JSON lines. */
export const GET = route<RequestEvent>(async ({ locals, url }) => {
	const operator = authorize(operatorOf(locals.login), 'administer');
	const filter = parseInput(auditFilterOf(url), AuditFilter);
	const format = url.searchParams.get('format') === 'csv' ? 'csv' : 'jsonl';
	const lines = exportAudit(locals.deps, operator, { ...filter, format });
	return new Response(Readable.toWeb(Readable.from(lines)) as ReadableStream, {
		headers: {
			'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
			'content-disposition': `attachment; filename="audit.${format}"`,
			'cache-control': 'no-store'
		}
	});
});

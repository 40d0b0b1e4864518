import type { RequestEvent } from '@sveltejs/kit';
import { ERRORS, type ErrorBody } from '$lib/contract/errors';
import { AppError } from '$lib/server/platform';

/** A JSON answer. */
export const ok = (body: unknown, init?: ResponseInit): Response => Response.json(body, init);

/** The one shape of every error on the wire. Anything but an AppError is INTERNAL_ERROR. */
export function fail(error: unknown, requestId: string): Response {
	const known = error instanceof AppError ? error : new AppError('INTERNAL_ERROR', { cause: error });
	const body: ErrorBody = {
		ok: false,
		error: {
			code: known.code,
			message: ERRORS[known.code].message,
			requestId,
			docUrl: `/docs/errors/${known.code}`,
			...(known.fields && { fields: known.fields }),
			...(known.reasons && { reasons: known.reasons })
		}
	};
	const headers = new Headers();
	if (known.retryAfterSeconds !== undefined) headers.set('retry-after', String(known.retryAfterSeconds));
	return Response.json(body, { status: known.status, headers });
}

/** Runs a route; what it throws becomes the error envelope. Only what nobody expected is logged as an error. */
export async function handle(event: RequestEvent, route: () => Promise<Response>): Promise<Response> {
	const { deps, requestId } = event.locals;
	try {
		return await route();
	} catch (error) {
		if (!(error instanceof AppError)) deps.log.error({ err: error, code: 'INTERNAL_ERROR' }, 'request failed');
		return fail(error, requestId);
	}
}

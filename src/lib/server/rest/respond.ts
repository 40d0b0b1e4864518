import { ERRORS, type ErrorBody } from '$lib/contract/errors';
import type { RateLimitState } from '$lib/server/auth';
import { AppError, type RateLimitQuota } from '$lib/server/platform';

/** A good answer. Nothing on these routes may be kept by a cache. */
export function ok(body: object, init: { status?: number } = {}): Response {
	return Response.json(body, { status: init.status ?? 200, headers: { 'Cache-Control': 'no-store' } });
}

/** Any failure in the one shape. What is not an AppError is ours: logged whole, told as INTERNAL_ERROR. */
export function fail(error: unknown, locals: Pick<App.Locals, 'deps' | 'requestId' | 'errorCode'>): Response {
	const { deps, requestId } = locals;
	const known = error instanceof AppError ? error : new AppError('INTERNAL_ERROR', { cause: error });
	if (known.status >= 500) deps.log.error({ err: known, code: known.code }, 'request failed');
	else deps.log.info({ code: known.code, internal: known.internal }, 'request refused');
	locals.errorCode = known.code;
	const headers = new Headers({ 'Cache-Control': 'no-store' });
	if (known.status === 401) headers.set('WWW-Authenticate', 'Bearer');
	for (const [name, value] of Object.entries(waitFields(known))) headers.set(name, value);
	return Response.json(errorBody(known, { requestId, origin: deps.config.origin }), { status: known.status, headers });
}

/** What a refusal says of waiting: Retry-After, and the limit that was reached. */
export function waitFields({
	retryAfterSeconds,
	rateLimit
}: Pick<AppError, 'retryAfterSeconds' | 'rateLimit'>): Record<string, string> {
	if (retryAfterSeconds === undefined) return {};
	const state = { remaining: 0, resetSeconds: retryAfterSeconds };
	return { 'retry-after': String(retryAfterSeconds), ...(rateLimit ? rateLimitFields(rateLimit, state) : {}) };
}

/** The `RateLimit` fields (IETF draft): what a limit is, and what it still allows. */
export function rateLimitFields({ name, limit, windowSeconds }: RateLimitQuota, state: RateLimitState) {
	return {
		'ratelimit-policy': `"${name}";q=${limit};w=${windowSeconds}`,
		ratelimit: `"${name}";r=${state.remaining};t=${state.resetSeconds}`
	};
}

export function errorBody(error: AppError, context: { requestId: string; origin: string }): ErrorBody {
	return {
		ok: false,
		error: {
			code: error.code,
			message: ERRORS[error.code].message,
			requestId: context.requestId,
			docUrl: `${context.origin}/docs/errors/${error.code}`,
			...(error.fields ? { fields: error.fields } : {}),
			...(error.reasons ? { reasons: error.reasons } : {})
		}
	};
}

/** Wraps a route: its AppErrors, and whatever else it throws, become the error envelope. */
export function route<E extends { locals: App.Locals }>(
	work: (event: E) => Promise<Response>
): (event: E) => Promise<Response> {
	return async (event) => {
		try {
			return await work(event);
		} catch (error) {
			return fail(error, event.locals);
		}
	};
}

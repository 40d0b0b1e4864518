import { error, type Handle, type RequestEvent } from '@sveltejs/kit';
import { AppError } from '$lib/server/platform';
import { fail, MAX_JSON_BYTES, readBytes } from '$lib/server/rest';

/** Forms of ours are a name, an address and a password. */
const MAX_FORM_BYTES = 64 * 1024;
/** Routes there read their bodies with readBytes, each with its own limit. */
const COUNT_THEMSELVES = ['/api/verification/', '/api/dashboard/'];

/**
 * Reads, and counts, the bodies that a page's action or tRPC would otherwise take in whole: the framework's own limit is
 * switched off. Too much is a 413, in the API's envelope or as an error page.
 */
export const bodyLimit: Handle = async ({ event, resolve }) => {
	const { request, url, locals } = event;
	if (!request.body || COUNT_THEMSELVES.some((start) => url.pathname.startsWith(start))) return resolve(event);
	const api = url.pathname.startsWith('/api/');
	try {
		const bytes = await readBytes(request, api ? MAX_JSON_BYTES : MAX_FORM_BYTES);
		event.request = new Request(request.url, { ...partsOf(request), body: Buffer.from(bytes) });
	} catch (refusal) {
		if (api || !(refusal instanceof AppError)) return fail(refusal, locals);
		event.request = new Request(request.url, { ...partsOf(request), body: refused(refusal, event), ...STREAMED });
	}
	return resolve(event);
};

/** Node asks for it with every streamed body; the browser's types do not know it. */
const STREAMED = { duplex: 'half' };

const partsOf = ({ method, headers, signal }: Request) => ({ method, headers, signal });

/** A body that fails as soon as an action reads it: so the framework shows its error page, inside of our hooks. */
function refused({ code, status }: AppError, { locals }: RequestEvent): ReadableStream {
	return new ReadableStream({
		pull: () => error(status, { message: code, code, requestId: locals.requestId })
	});
}

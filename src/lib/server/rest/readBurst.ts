import { LivenessBurst } from '$lib/contract/liveness';
import { LIVENESS_BURST } from '$lib/contract/slots';
import { AppError } from '$lib/server/platform';
import { parseJson, readBytes } from './readBody';

/**
 * A liveness burst: `multipart/form-data` with one part `burst` (JSON) and one part `frame` (JPEG) for each frame, in order.
 * Counted while it is read, like every body.
 * @throws PAYLOAD_TOO_LARGE, VALIDATION_FAILED
 */
export async function readBurst(request: Request): Promise<{ burst: LivenessBurst; frames: Uint8Array[] }> {
	const bytes = await readBytes(request, LIVENESS_BURST.maxBytes);
	const form = await parseForm(bytes, request.headers.get('content-type') ?? '');
	const unknown = [...form.keys()].find((name) => name !== 'burst' && name !== 'frame');
	if (unknown !== undefined) throw refused(unknown.slice(0, 60), 'is not a known field');
	const [text, ...more] = form.getAll('burst');
	if (text === undefined || more.length > 0) throw refused('burst', 'must be there once');
	const json = new TextEncoder().encode(typeof text === 'string' ? text : await text.text());
	const parts = form.getAll('frame');
	if (parts.length > LIVENESS_BURST.maxFrames) throw refused('frame', 'comes too often');
	const frames = await Promise.all(
		parts.map(async (part) => {
			if (typeof part === 'string') throw refused('frame', 'must be a file');
			return new Uint8Array(await part.arrayBuffer());
		})
	);
	return { burst: parseJson(json, LivenessBurst), frames };
}

async function parseForm(bytes: Uint8Array, contentType: string): Promise<FormData> {
	if (!/^multipart\/form-data\s*;/i.test(contentType)) throw refused('Content-Type', 'must be multipart/form-data');
	try {
		return await new Response(Buffer.from(bytes), { headers: { 'content-type': contentType } }).formData();
	} catch (cause) {
		throw new AppError('VALIDATION_FAILED', {
			fields: [{ path: '', message: 'the body is not multipart/form-data' }],
			cause
		});
	}
}

const refused = (path: string, message: string): AppError =>
	new AppError('VALIDATION_FAILED', { fields: [{ path, message }] });

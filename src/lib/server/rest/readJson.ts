import type { z } from 'zod';
import { AppError } from '$lib/server/platform';

/** Far above any body that the contract describes (metadata alone may take 16 KiB). */
const MAX_JSON_BYTES = 131_072;

/**
 * The request's JSON, parsed by a schema. No body, an empty one and `{}` are alike. Throws PAYLOAD_TOO_LARGE before reading
 * more than 128 KiB, VALIDATION_FAILED with the path of each problem.
 */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
	const text = await readText(request, MAX_JSON_BYTES);
	let value: unknown = {};
	if (text.trim() !== '')
		try {
			value = JSON.parse(text);
		} catch (cause) {
			throw new AppError('VALIDATION_FAILED', { cause, fields: [{ path: '', message: 'is not JSON' }] });
		}
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const fields = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
	throw new AppError('VALIDATION_FAILED', { fields });
}

/** Counts what arrives, since a length that is announced may be wrong or missing. */
async function readText(request: Request, maxBytes: number): Promise<string> {
	if (!request.body) return '';
	const chunks: Uint8Array[] = [];
	let byteLength = 0;
	const reader = request.body.getReader();
	for (let next = await reader.read(); !next.done; next = await reader.read()) {
		byteLength += next.value.byteLength;
		if (byteLength > maxBytes) {
			await reader.cancel();
			throw new AppError('PAYLOAD_TOO_LARGE');
		}
		chunks.push(next.value);
	}
	return Buffer.concat(chunks).toString('utf8');
}

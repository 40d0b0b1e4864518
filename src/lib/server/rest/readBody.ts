import type { z } from 'zod';
import type { FieldProblem } from '$lib/contract/errors';
import { AppError } from '$lib/server/platform';
import { jsonProblem } from './jsonProblem';

/** JSON bodies: metadata (16 KiB) and the longest URLs fit several times. */
export const MAX_JSON_BYTES = 256 * 1024;

/**
 * The body, counted by ourselves: a length that is announced as too large is refused without reading, one that turns out so
 * is cut off there (the framework's own limit is switched off, it knows only one for all routes).
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
	const announced = Number(request.headers.get('content-length') ?? 0);
	if (announced > maxBytes) throw new AppError('PAYLOAD_TOO_LARGE');
	if (!request.body) {
		// The framework hands over no body that comes without a Content-Type: an empty one is not what the caller sent.
		if (announced > 0 || request.headers.has('transfer-encoding'))
			throw new AppError('VALIDATION_FAILED', {
				fields: [{ path: 'Content-Type', message: 'is missing; a body needs one' }]
			});
		return new Uint8Array();
	}
	const chunks: Uint8Array[] = [];
	let total = 0;
	const reader = request.body.getReader();
	for (;;) {
		const { done, value } = await reader.read().catch(sentNoMore);
		if (done) break;
		total += value.byteLength;
		if (total > maxBytes) {
			// Not cancelled: that closes the connection, and the caller would never see the answer.
			reader.releaseLock();
			throw new AppError('PAYLOAD_TOO_LARGE');
		}
		chunks.push(value);
	}
	return Buffer.concat(chunks);
}

/** A body breaks off when its sender goes away (nobody reads our answer), or at a limit of the adapter's own. */
function sentNoMore(cause: unknown): never {
	const tooLarge = cause instanceof Error && 'status' in cause && cause.status === 413;
	throw new AppError(tooLarge ? 'PAYLOAD_TOO_LARGE' : 'VALIDATION_FAILED', { internal: 'the body broke off', cause });
}

/** The JSON body as the schema wants it. No body, an empty body and `{}` are alike. */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
	return parseJson(await readBytes(request, MAX_JSON_BYTES), schema);
}

export function parseJson<S extends z.ZodType>(bytes: Uint8Array, schema: S): z.output<S> {
	return parseInput(decodeJson(bytes), schema);
}

/** @throws VALIDATION_FAILED with a path and a reason for every field that is not as it should be. */
export function parseInput<S extends z.ZodType>(input: unknown, schema: S): z.output<S> {
	const parsed = schema.safeParse(input);
	if (parsed.success) return parsed.data;
	throw new AppError('VALIDATION_FAILED', { fields: parsed.error.issues.flatMap(fieldProblems) });
}

function fieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
	const path = issue.path.map(String);
	if (issue.code === 'unrecognized_keys')
		return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not a known field' }));
	return [{ path: path.join('.'), message: issue.message }];
}

function decodeJson(bytes: Uint8Array): unknown {
	let text: string;
	let value: unknown;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
		value = text === '' ? {} : JSON.parse(text);
	} catch {
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: '', message: 'the body is not JSON in UTF-8' }] });
	}
	const problem = jsonProblem(text);
	if (problem) throw new AppError('VALIDATION_FAILED', { fields: [problem] });
	return value;
}

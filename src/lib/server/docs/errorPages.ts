/** Pure. One page a code, and the list of them, from the one error table: nothing about an error is written twice. */
import { ERROR_CODES, ERRORS, type ErrorBody, type ErrorCode } from '$lib/contract/errors';

/** What stands in an example where a real answer carries the request's id. */
const EXAMPLE_REQUEST_ID = '5f0c2a9e-6d1b-4c55-9a35-0f6a6f1f2c3d';

/** The rows of the index: code, status, what is told. */
export function errorTableMarkdown(): string {
	const rows = ERROR_CODES.map((code) => {
		const { status, message } = ERRORS[code];
		return `| [\`${code}\`](/docs/errors/${code}) | ${status} | ${message} |`;
	});
	return ['| Code | Status | What it says |', '| --- | --- | --- |', ...rows].join('\n');
}

export function errorPageMarkdown(code: ErrorCode, origin: string): string {
	const { status, message, cause, fix } = ERRORS[code];
	return [
		`HTTP ${status}. ${message}`,
		'## Cause',
		cause,
		'## What to do',
		fix,
		'## The answer',
		'The text is safe to show to anyone. Branch on `code`, never on `message`.',
		'```json title=HTTP_' + status,
		JSON.stringify(exampleBody(code, origin), null, 2),
		'```'
	]
		.join('\n\n')
		.replace(/(```json[^\n]*)\n\n/, '$1\n')
		.replace(/\n\n```$/, '\n```');
}

function exampleBody(code: ErrorCode, origin: string): ErrorBody {
	return {
		ok: false,
		error: {
			code,
			message: ERRORS[code].message,
			requestId: EXAMPLE_REQUEST_ID,
			docUrl: `${origin}/docs/errors/${code}`,
			...(code === 'VALIDATION_FAILED'
				? { fields: [{ path: 'policy.minimumAge', message: 'Invalid input: expected number, received string' }] }
				: {}),
			...(code === 'IMAGE_QUALITY_LOW' ? { reasons: ['image_blurred'] } : {})
		}
	};
}

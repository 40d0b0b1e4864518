/** Codes of the public API, each with a page at `docUrl`. A newer server may know more: hence the string. */
export type ErrorCode =
	| 'API_KEY_INVALID'
	| 'TEST_KEY_REQUIRED'
	| 'NOT_FOUND'
	| 'METHOD_NOT_ALLOWED'
	| 'SESSION_CANCELED'
	| 'SESSION_FINISHED'
	| 'SESSION_EXPIRED'
	| 'ENDPOINT_PAUSED'
	| 'IDEMPOTENCY_IN_PROGRESS'
	| 'IDEMPOTENCY_KEY_REUSED'
	| 'PAYLOAD_TOO_LARGE'
	| 'VALIDATION_FAILED'
	| 'WEBHOOK_URL_REFUSED'
	| 'RATE_LIMITED'
	| 'INTERNAL_ERROR'
	| 'UNAVAILABLE'
	| (string & {});

export interface FieldProblem {
	/** Dotted path into the body. */
	path: string;
	message: string;
}

/** The server answered with a refusal. Branch on `code`, never on `message`. */
export class UniicyApiError extends Error {
	override readonly name = 'UniicyApiError';
	readonly code: ErrorCode;
	readonly status: number;
	/** For whoever runs the server: it is in every log line of that request. */
	readonly requestId: string;
	readonly docUrl: string;
	/** What is wrong where, for VALIDATION_FAILED. */
	readonly fields: readonly FieldProblem[];
	/** What the server asked to wait, in seconds. */
	readonly retryAfterSeconds: number | null;

	constructor(status: number, body: ErrorAnswer, retryAfterSeconds: number | null) {
		const { code, message, requestId, docUrl, fields = [] } = body;
		const where = fields.map(({ path, message }) => `${path} ${message}`).join(', ');
		super(`${code}: ${message}${where && ` (${where})`}`);
		this.code = code;
		this.status = status;
		this.requestId = requestId;
		this.docUrl = docUrl;
		this.fields = fields;
		this.retryAfterSeconds = retryAfterSeconds;
	}
}

export interface ErrorAnswer {
	code: string;
	message: string;
	requestId: string;
	docUrl: string;
	fields?: FieldProblem[];
}

/** No answer came, or none of this API: nobody listens, the time ran out, a proxy spoke. `cause` says more. */
export class UniicyConnectionError extends Error {
	override readonly name = 'UniicyConnectionError';
}

/** The request is not from the server, or not as it was sent. Answer 401 and forget it. */
export class UniicySignatureError extends Error {
	override readonly name = 'UniicySignatureError';
	constructor(readonly reason: 'missing' | 'mismatch' | 'too_old' | 'malformed') {
		super(
			{
				missing: 'The request carries no signature',
				mismatch: 'The signature does not belong to this body and secret',
				too_old: 'The signature’s time is more than the tolerance away',
				malformed: 'The body is signed, but it is no event'
			}[reason]
		);
	}
}

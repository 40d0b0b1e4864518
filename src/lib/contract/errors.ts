/**
 * THE table: code → status, public text, cause, fix. REST, tRPC, the OpenAPI file and the docs derive from it; none invents.
 * Zod-free: the browser imports these values.
 */
interface ErrorEntry {
	status: number;
	/** Safe to show to anyone: names no person, no row, no reason that helps an attacker. */
	message: string;
	cause: string;
	fix: string;
}

export const ERRORS = {
	API_KEY_INVALID: {
		status: 401,
		message: 'The API key is missing or not valid for this call.',
		cause:
			'The Authorization header is absent or malformed, or the key is unknown, mistyped, revoked, publishable (pk_), or of another organization or environment.',
		fix: 'Send `Authorization: Bearer sk_<env>_<hex>` with a key that the dashboard lists as active. Publishable keys are for the SDK mount only.'
	},
	CLIENT_SECRET_INVALID: {
		status: 401,
		message: 'This verification link is not valid.',
		cause:
			'The client secret or applicant cookie is missing, belongs to another session, or was replaced by a fresh link.',
		fix: 'Open the newest hostedUrl, or ask your backend for a fresh one with POST …/link.'
	},
	LOGIN_REQUIRED: {
		status: 401,
		message: 'Please log in.',
		cause: 'The kyc_session cookie is missing or its login session has ended.',
		fix: 'Log in at /login and repeat the call with the new cookie.'
	},
	LOGIN_FAILED: {
		status: 401,
		message: 'That e-mail and password do not fit together.',
		cause: 'Unknown e-mail address or wrong password; which of the two is not told.',
		fix: 'Check both and try again.'
	},
	ROLE_INSUFFICIENT: {
		status: 403,
		message: 'Your role in this organization does not allow this.',
		cause: 'The member’s role is below what the action asks for.',
		fix: 'Ask an owner or admin of the organization.'
	},
	SECOND_STEP_REQUIRED: {
		status: 403,
		message: 'Set up a second step first.',
		cause:
			'The organization asks all its members for a second step at login, and this person has none; or an owner without one wants to ask for it.',
		fix: 'Log in to the dashboard and set up a passkey or an app.'
	},
	ORIGIN_REFUSED: {
		status: 403,
		message: 'The request came from another site.',
		cause: 'A cookie-authenticated change carried a foreign or opaque Origin, or a cross-site Sec-Fetch-Site.',
		fix: 'Call from the site itself, or without browser headers. Behind a proxy, set ORIGIN to the public address.'
	},
	TEST_KEY_REQUIRED: {
		status: 403,
		message: 'This works with test keys only.',
		cause: 'A live key called the sandbox. What is played there is drawn, and must never stand beside real people.',
		fix: 'Use a key that begins with sk_test_.'
	},
	NOT_FOUND: {
		status: 404,
		message: 'There is no such thing here.',
		cause: 'The id does not exist, or it belongs to another organization or environment than the caller.',
		fix: 'Check the id, and that the key is of the environment in which the session was created.'
	},
	METHOD_NOT_ALLOWED: {
		status: 405,
		message: 'This address does not take that method.',
		cause: 'The path exists, but not with this HTTP method.',
		fix: 'Look the call up in /api/openapi.json.'
	},
	CONSENT_REQUIRED: {
		status: 409,
		message: 'Consent comes first.',
		cause: 'Evidence was sent before the applicant agreed to its processing.',
		fix: 'Call POST …/consent first; the hosted page does so on its first screen.'
	},
	SESSION_CANCELED: {
		status: 409,
		message: 'This verification was canceled.',
		cause: 'The tenant canceled the session.',
		fix: 'Create a new session.'
	},
	SESSION_FINISHED: {
		status: 409,
		message: 'This verification is already finished.',
		cause: 'Capture was submitted, or the session has been decided or redacted.',
		fix: 'Read the session; create a new one for another attempt.'
	},
	EVIDENCE_INCOMPLETE: {
		status: 409,
		message: 'Something is still missing.',
		cause: 'Submit was called while a required slot is empty, refused, or still being read.',
		fix: 'Read progress: it names the next step.'
	},
	SLOT_NOT_EXPECTED: {
		status: 409,
		message: 'This picture is not needed now.',
		cause: 'The slot is not part of this session’s policy, or has had twenty attempts.',
		fix: 'Read progress: it names the next step.'
	},
	LIVENESS_CHALLENGE_USED: {
		status: 409,
		message: 'These instructions have been answered already.',
		cause: 'A liveness challenge takes one burst of frames; another burst came with it.',
		fix: 'Ask for a fresh challenge and record again.'
	},
	REVIEW_CONFLICT: {
		status: 409,
		message: 'This session cannot be decided as it stands.',
		cause: 'It is not completed, somebody is at work on it, or it was decided or changed since it was loaded.',
		fix: 'Reload the session and look again.'
	},
	PEOPLE_NOT_INDEPENDENT: {
		status: 403,
		message: 'Another person has to give the second word on this session.',
		cause: 'Since the session was created, one person had a hand in the logins of both who decide on it.',
		fix: 'Ask a colleague whose login neither invited, gave a password link, or ended the second step of.'
	},
	LAST_OWNER: {
		status: 409,
		message: 'This is the last owner of the organization.',
		cause: 'An organization without an owner could not be administered by anybody.',
		fix: 'Make another person owner first.'
	},
	SETTINGS_CHANGED: {
		status: 409,
		message: 'Somebody else saved these settings since you opened them.',
		cause: 'The version that stands there is not the one that the page showed.',
		fix: 'Read the settings again, then make your change on top of them.'
	},
	ENDPOINT_PAUSED: {
		status: 409,
		message: 'This webhook endpoint is paused.',
		cause: 'It answered 410 Gone, so nothing is sent to it until a person resumes it.',
		fix: 'Resume the endpoint in the dashboard under Webhooks, then send the event again.'
	},
	ORGANIZATION_SWITCHED: {
		status: 409,
		message: 'This page shows another organization than the one you are in now.',
		cause: 'The organization on show was changed in another tab; the call names the one that its page was opened with.',
		fix: 'Load the page again, or show the first organization again, then repeat what you did.'
	},
	IDEMPOTENCY_IN_PROGRESS: {
		status: 409,
		message: 'The first request with this Idempotency-Key is still running.',
		cause: 'Two requests with one key overlapped.',
		fix: 'Repeat after a moment: the first answer is then given again.'
	},
	SESSION_EXPIRED: {
		status: 410,
		message: 'This verification has expired.',
		cause: 'The session’s expiresAt has passed.',
		fix: 'Create a new session.'
	},
	LIVENESS_CHALLENGE_EXPIRED: {
		status: 410,
		message: 'These instructions are too old.',
		cause: 'A liveness challenge lives five minutes unless it is extended.',
		fix: 'Ask for a fresh challenge, or extend it in time. Nothing is counted as an attempt.'
	},
	HANDOFF_INVALID: {
		status: 410,
		message: 'This code has been used or has expired.',
		cause: 'A hand-off code lives five minutes and opens once.',
		fix: 'Show a fresh QR code on the first device.'
	},
	PAYLOAD_TOO_LARGE: {
		status: 413,
		message: 'That is too large.',
		cause: 'The body is larger than the route takes (15,728,640 bytes for pictures).',
		fix: 'Send a smaller file: JPEG at 12 megapixels is enough.'
	},
	VALIDATION_FAILED: {
		status: 422,
		message: 'Some fields are not as they should be.',
		cause: 'The body is not JSON, or a field is unknown, of the wrong type or out of range; `fields` names each.',
		fix: 'Correct the named fields. Unknown fields are refused, never dropped.'
	},
	LIVENESS_CHALLENGE_INVALID: {
		status: 422,
		message: 'These instructions are not ours.',
		cause: 'The challenge is not one of this session, or has been altered.',
		fix: 'Send it back exactly as POST …/liveness/challenge gave it.'
	},
	IDEMPOTENCY_KEY_REUSED: {
		status: 422,
		message: 'This Idempotency-Key was used for another request.',
		cause: 'The key is bound to the first call and body it came with, for 24 hours.',
		fix: 'Use a fresh key for a different request.'
	},
	WEBHOOK_URL_REFUSED: {
		status: 422,
		message: 'Webhooks cannot be sent to that URL.',
		cause: 'Not http or https, user info in the URL, a port that is not allowed, or an address that is not public.',
		fix: 'Use a public https URL. While ORIGIN is a loopback host, sessions of test keys may use loopback URLs.'
	},
	IMAGE_UNREADABLE: {
		status: 422,
		message: 'That picture cannot be opened.',
		cause: 'The file is empty, cut short, damaged, larger than 50 megapixels, or animated.',
		fix: 'Take the picture again, or export it as JPEG.'
	},
	IMAGE_TYPE_UNSUPPORTED: {
		status: 422,
		message: 'That kind of file cannot be used.',
		cause: 'By its bytes the file is not JPEG, PNG or WebP (proof of address: also PDF).',
		fix: 'Send JPEG, PNG or WebP. HEIC and SVG are not taken.'
	},
	IMAGE_QUALITY_LOW: {
		status: 422,
		message: 'That picture is not clear enough.',
		cause: 'Blurred, too dark, burnt out or too small; `reasons` says which.',
		fix: 'Take it again as the page advises.'
	},
	RATE_LIMITED: {
		status: 429,
		message: 'Too many requests. Please wait a moment.',
		cause: 'The key, address or account made more calls than its limit.',
		fix: 'Wait as long as Retry-After says.'
	},
	INTERNAL_ERROR: {
		status: 500,
		message: 'Something went wrong on our side.',
		cause: 'An unexpected failure; it is logged under the requestId.',
		fix: 'Try again. If it stays, give the operator the requestId.'
	},
	UNAVAILABLE: {
		status: 503,
		message: 'The service is not ready.',
		cause: 'A model, the database or the storage is not available.',
		fix: 'Run `npm run idb -- doctor`: it names what is missing and how to mend it.'
	}
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

export interface FieldProblem {
	/** Dotted path into the body, e.g. `policy.minimumAge`. */
	path: string;
	message: string;
}

/** The one shape of every error on the wire. */
export interface ErrorBody {
	ok: false;
	error: {
		code: ErrorCode;
		message: string;
		requestId: string;
		docUrl: string;
		fields?: FieldProblem[];
		reasons?: string[];
	};
}

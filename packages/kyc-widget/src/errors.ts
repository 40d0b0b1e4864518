/** What this package itself can find wrong; every other code is the server's own, in the same shape. */
const MESSAGES = {
	API_KEY_INVALID: 'publishableKey is no pk_test_… or pk_live_… key. Never put a secret key into a page.',
	MOUNT_TARGET_MISSING: 'mount() was given no element. Call it once the element is in the page.',
	SESSION_MISSING: 'sessionId and clientSecret come from your backend’s POST /api/verification/sessions.',
	EMBED_BLOCKED:
		'The frame was not allowed to load: check your Content-Security-Policy (frame-src), the allowed origins of your organization, and that the host can be reached.',
	EMBED_TIMEOUT:
		'Nothing came from the host for two seconds. The frame stays, and goes on if the answer comes after all.',
	HOST_MISMATCH: 'The frame ended up on another origin than `host`: name the exact origin, without a redirect.',
	INSECURE_CONTEXT: 'This page, or the host, is not on https: browsers give no camera there.'
} as const;

export type WidgetErrorCode = keyof typeof MESSAGES;

/** Codes: this package's own, or the server's (https://…/docs/errors). */
export interface WidgetError {
	code: string;
	message: string;
	docUrl: string;
}

export const widgetError = (host: string, code: WidgetErrorCode): WidgetError => ({
	code,
	message: MESSAGES[code],
	docUrl: `${host}/docs/widget#${code.toLowerCase()}`
});

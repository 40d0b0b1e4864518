/** Pure. The one place that knows which move is allowed from where; everything else asks. */
import type { SessionStatus } from '$lib/contract/slots';
import type { ErrorCode } from '$lib/contract/errors';

export const SESSION_MOVES = [
	'consent',
	'submit',
	'complete',
	'reopen',
	'return',
	'cancel',
	'expire',
	'redact'
] as const;
export type SessionMove = (typeof SESSION_MOVES)[number];

const TABLE: Record<SessionStatus, Partial<Record<SessionMove, SessionStatus>>> = {
	created: { consent: 'capturing', cancel: 'canceled', expire: 'expired', redact: 'redacted' },
	capturing: { submit: 'processing', return: 'completed', cancel: 'canceled', expire: 'expired', redact: 'redacted' },
	processing: { complete: 'completed', redact: 'redacted' },
	completed: { reopen: 'capturing', redact: 'redacted' },
	expired: { redact: 'redacted' },
	canceled: { redact: 'redacted' },
	redacted: {}
};

export type Transition = { ok: true; status: SessionStatus } | { ok: false; code: ErrorCode };

/** Where `move` leads from `status`, or the code that tells the caller why it leads nowhere. Never ignores an illegal move. */
export function transition(status: SessionStatus, move: SessionMove): Transition {
	const next = TABLE[status][move];
	return next ? { ok: true, status: next } : { ok: false, code: refusalOf(status) };
}

/** Why a session in this status takes no further capture. */
export function refusalOf(status: SessionStatus): ErrorCode {
	switch (status) {
		case 'created':
			return 'CONSENT_REQUIRED';
		case 'canceled':
			return 'SESSION_CANCELED';
		case 'expired':
			return 'SESSION_EXPIRED';
		case 'capturing':
		case 'processing':
		case 'completed':
		case 'redacted':
			return 'SESSION_FINISHED';
		default:
			return status satisfies never;
	}
}

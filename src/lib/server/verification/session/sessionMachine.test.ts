import { describe, expect, it } from 'vitest';
import { SESSION_STATUSES } from '$lib/contract/slots';
import { SESSION_MOVES, transition } from './sessionMachine';

describe('sessionMachine', () => {
	it('walks the main path in order and in no other', () => {
		expect(transition('created', 'consent')).toEqual({ ok: true, status: 'capturing' });
		expect(transition('capturing', 'submit')).toEqual({ ok: true, status: 'processing' });
		expect(transition('processing', 'complete')).toEqual({ ok: true, status: 'completed' });
		expect(transition('created', 'submit')).toEqual({ ok: false, code: 'CONSENT_REQUIRED' });
		expect(transition('created', 'complete').ok).toBe(false);
	});

	it('refuses every illegal move with a code instead of ignoring it', () => {
		for (const status of SESSION_STATUSES)
			for (const move of SESSION_MOVES) {
				const result = transition(status, move);
				if (!result.ok) expect(result.code).toMatch(/^(CONSENT_REQUIRED|SESSION_[A-Z]+)$/);
				else expect(SESSION_STATUSES).toContain(result.status);
			}
	});

	it('leaves nothing to do after redaction', () => {
		for (const move of SESSION_MOVES) expect(transition('redacted', move).ok).toBe(false);
	});
});

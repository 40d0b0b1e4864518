import { describe, expect, it, vi } from 'vitest';
import { Drafts } from './draft.svelte';

// Without a page nothing has to follow: a rune is its value.
vi.stubGlobal('$state', <T>(value: T) => value);

describe('what a reviewer wrote and did not send', () => {
	it('is there when they come back to the session, and after the form was closed; a decision ends it', () => {
		const drafts = new Drafts();
		const draft = drafts.of('one');
		draft.outcome = 'rejected';
		draft.toggle('face_mismatch');
		draft.comment = 'x'.repeat(10_000);
		draft.fold();
		expect(drafts.of('two').comment).toBe('');
		expect(drafts.of('one')).toMatchObject({ outcome: null, reasons: ['face_mismatch'], comment: 'x'.repeat(10_000) });
		expect(drafts.written).toBe(true);
		drafts.of('one').clear();
		expect(drafts.written).toBe(false);
		expect(drafts.of('one').reasons).toEqual([]);
	});
});

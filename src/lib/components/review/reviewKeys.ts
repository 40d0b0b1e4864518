/** Pure. Which single key asks for what on a session's page; keys with Ctrl, Alt or ⌘ belong to the browser. */
export type ReviewAction = 'approve' | 'reject' | 'ask' | 'heatmap' | 'next' | 'previous' | 'help' | 'leave';

/** As shown in the help, in its order. */
export const REVIEW_KEYS = [
	['A', 'approve'],
	['R', 'reject'],
	['S', 'ask'],
	['T', 'heatmap'],
	['J', 'next'],
	['K', 'previous'],
	['?', 'help'],
	['Esc', 'leave']
] as const satisfies readonly (readonly [string, ReviewAction])[];

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;

/** Null: none of ours. Shift is left out of it, `?` needs it on most keyboards. */
export function actionOf(pressed: Pressed): ReviewAction | null {
	if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing) return null;
	const name = pressed.key === 'Escape' ? 'Esc' : pressed.key.toUpperCase();
	return REVIEW_KEYS.find(([key]) => key === name)?.[1] ?? null;
}

/** Which reason of the list a digit means, from 0; null: no digit. */
export function reasonAt(pressed: Pressed): number | null {
	if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
	return /^[1-9]$/.test(pressed.key) ? Number(pressed.key) - 1 : null;
}

/** Whether a letter typed there is meant as a letter, or something lies over the page that comes first. */
export function isTyping(target: EventTarget | null): boolean {
	if (document.querySelector('dialog[open]')) return true;
	return (
		target instanceof Element &&
		target.closest(
			'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="range"])'
		) !== null
	);
}

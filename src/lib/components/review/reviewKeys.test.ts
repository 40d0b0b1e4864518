import { describe, expect, it } from 'vitest';
import { actionOf, reasonAt, REVIEW_KEYS } from './reviewKeys';

const press = (key: string, held: object = {}) => ({
	...{ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false },
	...held
});

describe('the keys of a review', () => {
	it('mean the same in both cases, and nothing together with Ctrl, Alt or ⌘', () => {
		for (const [key, action] of REVIEW_KEYS) {
			const name = key === 'Esc' ? 'Escape' : key;
			expect(actionOf(press(name))).toBe(action);
			expect(actionOf(press(name.length === 1 ? name.toLowerCase() : name))).toBe(action);
			for (const held of ['ctrlKey', 'metaKey', 'altKey', 'isComposing'])
				expect(actionOf(press(name, { [held]: true }))).toBeNull();
		}
		expect(actionOf(press('x'))).toBeNull();
	});

	it('count reasons from one to nine', () => {
		expect(reasonAt(press('1'))).toBe(0);
		expect(reasonAt(press('9'))).toBe(8);
		for (const key of ['0', 'a', '10']) expect(reasonAt(press(key))).toBeNull();
		expect(reasonAt(press('1', { ctrlKey: true }))).toBeNull();
	});
});

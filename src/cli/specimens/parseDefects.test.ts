import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage';
import { parseDefects } from './parseDefects';

describe('parseDefects', () => {
	it('reads names with their strengths', () => {
		expect(parseDefects('blur:0.2,glare, rotation:-12,resaved,portraitSwap:adult-07,textEdit:dateOfBirth')).toEqual({
			blur: 0.2,
			glare: 0.5,
			rotation: -12,
			resaved: true,
			portraitSwap: 'adult-07',
			textEdit: 'dateOfBirth'
		});
		expect(parseDefects('')).toEqual({});
	});

	it.each(['fog', 'blur:2', 'blur:x', 'rotation', 'portraitSwap:nobody', 'textEdit:colour'])('refuses %s', (words) => {
		expect(() => parseDefects(words)).toThrow(UsageError);
	});
});

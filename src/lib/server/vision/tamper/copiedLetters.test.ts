import { expect, it } from 'vitest';
import { toGrey } from '../image/pixels';
import { drawPassport } from '../testing';
import { copiedLetters } from './copiedLetters';

it('finds letters copied along a printed line, and none on the untouched page', async () => {
	const draw = { seed: 4, scene: 'flat', pixelsPerMm: 6 } as const;
	const plain = await drawPassport({ ...draw, defects: { jpegQuality: 88 } });
	const copied = await drawPassport({ ...draw, defects: { jpegQuality: 88, digitCopy: 'dateOfBirth' } });
	const evidence = copiedLetters(toGrey(copied.image))?.evidence ?? 0;
	expect(evidence).toBeGreaterThan(3 + (copiedLetters(toGrey(plain.image))?.evidence ?? 0));
});

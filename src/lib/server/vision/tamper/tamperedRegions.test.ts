import { describe, expect, it } from 'vitest';
import { tamperedRegions } from './tamperedRegions';

const box = { x: 0.125, y: 0.125, width: 0.25, height: 0.125 };
const birth = { name: 'dateOfBirth' as const, box: { x: 0.125, y: 0.125, width: 0.125, height: 0.0625 } };

describe('tamperedRegions', () => {
	it('puts overlapping regions together, naming every signal and the field that they touch', () => {
		const inner = { x: 0.125, y: 0.125, width: 0.125, height: 0.0625 };
		const signals = [
			{ kind: 'textEdit' as const, score: 0.7, regions: [{ box, score: 0.7 }] },
			{ kind: 'errorLevel' as const, score: 0.8, regions: [{ box: inner, score: 0.8 }] }
		];
		expect(tamperedRegions(signals, [birth])).toEqual([
			{ box, score: 0.8, signals: ['errorLevel', 'textEdit'], fields: ['dateOfBirth'] }
		]);
	});

	it('keeps apart what lies apart, names no field where none is touched, and leaves out what is below the line', () => {
		const far = { x: 0.7, y: 0.7, width: 0.1, height: 0.1 };
		const faint = { x: 0.4, y: 0.4, width: 0.1, height: 0.1 };
		const regions = [
			{ box, score: 0.65 },
			{ box: far, score: 0.9 },
			{ box: faint, score: 0.5 }
		];
		expect(tamperedRegions([{ kind: 'noise', score: 0.9, regions }], [birth])).toEqual([
			{ box: far, score: 0.9, signals: ['noise'], fields: [] },
			{ box, score: 0.65, signals: ['noise'], fields: ['dateOfBirth'] }
		]);
	});
});

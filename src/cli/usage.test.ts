import { describe, expect, it } from 'vitest';
import { editDistance } from '$lib/server/vision/evaluation';
import { parsePair } from './commands/faceMatch';
import { table } from './printer';
import { oneOf, readWords, UsageError } from './usage';

describe('The words of a command', () => {
	it('refuses an option it does not know, and one without its value', () => {
		expect(() => readWords(['--colour'], { json: { type: 'boolean' } })).toThrow(UsageError);
		expect(() => readWords(['--slot'], { slot: { type: 'string' } })).toThrow(UsageError);
	});

	it('names the values that are allowed', () => {
		expect(oneOf('--slot', 'poa', ['id_front', 'poa'])).toBe('poa');
		expect(() => oneOf('--slot', 'selfie', ['id_front', 'poa'])).toThrow('--slot is one of id_front, poa, not selfie');
	});
});

describe('A line of pairs', () => {
	it('is two paths and perhaps a label', () => {
		expect(parsePair('a.jpg\tb.jpg\t1', 0)).toEqual({ a: 'a.jpg', b: 'b.jpg', mated: true });
		expect(parsePair('a.jpg\tb.jpg', 0)).toEqual({ a: 'a.jpg', b: 'b.jpg', mated: null });
	});

	it('is refused with its number where it is anything else', () => {
		expect(() => parsePair('a.jpg', 4)).toThrow('Line 5');
		expect(() => parsePair('a.jpg\tb.jpg\tyes', 0)).toThrow(UsageError);
	});
});

describe('Letters wrong', () => {
	it('counts what has to be put in, left out or changed', () => {
		expect(editDistance('P<UTO', 'P<UTO')).toBe(0);
		expect(editDistance('P<UT0', 'P<UTO')).toBe(1);
		expect(editDistance('', 'P<UTO')).toBe(5);
		expect(editDistance('P<<UTO', 'P<UTO')).toBe(1);
	});
});

describe('A table', () => {
	it('keeps its columns in line', () => {
		expect(
			table([
				['a', '1'],
				['long', '2']
			])
		).toBe('a     1\nlong  2');
	});
});

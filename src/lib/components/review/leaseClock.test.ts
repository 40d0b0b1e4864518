import { expect, it } from 'vitest';
import { clockText } from './leaseClock';

it('counts down to nothing in minutes and seconds', () => {
	expect([600_000, 599_001, 65_000, 999, 0].map(clockText)).toEqual(['10:00', '10:00', '1:05', '0:01', '0:00']);
});

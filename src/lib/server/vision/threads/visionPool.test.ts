import { describe, expect, it } from 'vitest';
import { planEngines } from './visionPool';

const GB = 2 ** 30;

describe('planEngines', () => {
	it.each([
		[1, 24, { engines: 1, assistants: 0 }],
		[2, 24, { engines: 1, assistants: 1 }],
		[3, 24, { engines: 1, assistants: 2 }],
		[4, 24, { engines: 2, assistants: 1 }],
		[16, 64, { engines: 8, assistants: 1 }]
	])('gives two of %i cores to each picture', (cores, memory, plan) => {
		expect(planEngines({ cores, memory: memory * GB })).toEqual(plan);
	});

	it('opens no more engines than half of the memory holds, and one where there is little', () => {
		expect(planEngines({ cores: 16, memory: 4 * GB })).toEqual({ engines: 2, assistants: 3 });
		expect(planEngines({ cores: 16, memory: GB / 2 })).toEqual({ engines: 1, assistants: 3 });
	});
});

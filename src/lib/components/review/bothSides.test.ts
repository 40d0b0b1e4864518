import { describe, expect, it } from 'vitest';
import type { ReviewDecision } from '$lib/contract/review';
import { bothSides } from './bothSides';

const decision = (decidedBy: string, createdAt: number): ReviewDecision => ({
	...{ decidedBy, createdAt, outcome: 'approved', reasonCodes: [], policyVersion: 0 },
	...{ comment: null, applicantComment: null }
});

describe('the verdicts of a session', () => {
	it('show the newest automatic and the newest human one together, whichever came last; older ones apart', () => {
		const all = [decision('ben', 4), decision('policy', 3), decision('ann', 2), decision('policy', 1)];
		expect(bothSides(all)).toEqual({ shown: all.slice(0, 2), earlier: all.slice(2) });
		const machineLast = [decision('policy', 3), decision('policy', 2), decision('ann', 1)];
		expect(bothSides(machineLast)).toEqual({ shown: [machineLast[0], machineLast[2]], earlier: [machineLast[1]] });
		expect(bothSides([decision('policy', 1)]).shown).toHaveLength(1);
		expect(bothSides([])).toEqual({ shown: [], earlier: [] });
	});
});

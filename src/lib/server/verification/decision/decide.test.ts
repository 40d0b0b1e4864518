import { describe, expect, it } from 'vitest';
import { CHECK_OUTCOMES } from '$lib/contract/slots';
import { runChecks } from '../checks/registry';
import { CHECK_NAMES, type CheckResult } from '../checks/types';
import { checkInput, field, passport } from '../testing';
import { decide } from './decide';

const automatic = { automaticApproval: true };
const manual = { automaticApproval: false };
const genuine = () => runChecks(checkInput());

describe('decide', () => {
	it('approves by itself only where the organization turned it on and every required check passed', () => {
		expect(decide(genuine(), automatic)).toEqual({ outcome: 'approved', reasons: [] });
		expect(decide(genuine(), manual)).toEqual({ outcome: 'pending_review', reasons: ['manual_review_required'] });
	});

	it('never approves while any required check is anything but a pass', () => {
		for (const name of CHECK_NAMES)
			for (const outcome of CHECK_OUTCOMES.filter((each) => each !== 'pass')) {
				const checks = genuine().map((check): CheckResult =>
					check.name === name ? { ...check, outcome, required: true, reasonCodes: ['image_quality_low'] } : check
				);
				expect(decide(checks, automatic).outcome).toBe(
					name === 'age' && outcome === 'fail' ? 'rejected' : 'pending_review'
				);
			}
	});

	it('never approves on no checks at all', () => {
		expect(decide([], automatic).outcome).toBe('pending_review');
	});

	it('rejects by itself for a confirmed age alone', () => {
		const young = passport({ fields: [field('dateOfBirth', '2012-01-01', 'mrz')] });
		expect(decide(runChecks(checkInput({ front: young })), manual)).toEqual({
			outcome: 'rejected',
			reasons: ['under_minimum_age']
		});
		const uncertain = passport({ fields: [field('dateOfBirth', '2012-01-01', 'viz')], mrz: null });
		expect(decide(runChecks(checkInput({ front: uncertain })), automatic).outcome).toBe('pending_review');
	});

	it('never rejects for tampering, however strong the signal', () => {
		const tampered = passport({ tamper: { score: 1, signals: [], regions: [], heatmap: null, signalMaps: null } });
		const verdict = decide(runChecks(checkInput({ front: tampered })), automatic);
		expect(verdict).toEqual({ outcome: 'pending_review', reasons: ['tamper_suspected'] });
	});

	it('gives the same decision for the same checks', () => {
		expect(decide(genuine(), automatic)).toEqual(decide(genuine(), automatic));
	});
});

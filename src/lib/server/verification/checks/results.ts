import type { ReasonCode } from '$lib/contract/reasonCodes';
import type { CheckOutcome } from '$lib/contract/slots';
import type { CheckName, CheckResult } from './types';

const result = (name: CheckName, outcome: CheckOutcome, reasonCodes: ReasonCode[]): CheckResult => ({
	name,
	outcome,
	reasonCodes,
	required: true,
	score: null,
	threshold: null
});

export const pass = (name: CheckName): CheckResult => result(name, 'pass', []);
export const fail = (name: CheckName, reasonCodes: ReasonCode[]): CheckResult => result(name, 'fail', reasonCodes);
export const inconclusive = (name: CheckName, reasonCodes: ReasonCode[]): CheckResult =>
	result(name, 'inconclusive', reasonCodes);
/** Should have run and could not: counts against approval. */
export const notRun = (name: CheckName, reasonCodes: ReasonCode[]): CheckResult => result(name, 'not_run', reasonCodes);
/** Nobody asked for it and the document does not carry it: counts for nothing. */
export const notAsked = (name: CheckName): CheckResult => ({ ...result(name, 'not_run', []), required: false });

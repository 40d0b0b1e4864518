import { z } from 'zod';
import { ERROR_CODES } from './errors';
import { SessionPolicyInput } from './policy';
import { REASON_CODES } from './reasonCodes';
import { SCENARIO_IDS } from './scenarios';
import { EVIDENCE_SLOTS } from './slots';
import { ExpectedDetails } from './verification';

const reasons = z.array(z.enum(REASON_CODES)).readonly();
const slot = z.enum(EVIDENCE_SLOTS);

export const ScenarioExpected = z.discriminatedUnion('result', [
	z.object({ result: z.literal('decided'), reviewStatus: z.enum(['approved', 'rejected', 'pending_review']), reasons }),
	z.object({ result: z.literal('reopened'), slot, reasons }),
	z.object({ result: z.literal('refused'), slot, code: z.enum(ERROR_CODES), reasons })
]);

export const ScenarioView = z.object({
	id: z.enum(SCENARIO_IDS),
	title: z.string(),
	/** What the run sets on the session before it begins. */
	conditions: z.object({
		automaticApproval: z.boolean().optional(),
		policy: SessionPolicyInput.optional(),
		expectedDetails: ExpectedDetails.optional()
	}),
	expected: ScenarioExpected
});
export type ScenarioView = z.infer<typeof ScenarioView>;

export const ListScenariosOutput = z.object({ ok: z.literal(true), scenarios: z.array(ScenarioView) });
export type ListScenariosOutput = z.infer<typeof ListScenariosOutput>;

export const RunScenarioInput = z.strictObject({ scenario: z.enum(SCENARIO_IDS) });
export type RunScenarioInput = z.infer<typeof RunScenarioInput>;

export const RunScenarioOutput = z.object({
	ok: z.literal(true),
	sessionId: z.uuid(),
	scenario: z.enum(SCENARIO_IDS),
	expected: ScenarioExpected
});
export type RunScenarioOutput = z.infer<typeof RunScenarioOutput>;

/** How far the newest run of a session is. */
export const ScenarioRunView = z.object({
	ok: z.literal(true),
	sessionId: z.uuid(),
	scenario: z.enum(SCENARIO_IDS),
	/** `played`: everything was sent. What was decided is in the session. */
	state: z.enum(['waiting', 'played', 'failed']),
	reason: z
		.string()
		.nullable()
		.describe(
			'Why it failed: the code of what stood in the way (`SESSION_CANCELED`); `attempts_exhausted` or `worker_died` where the server could not play it, which its log tells more of'
		),
	/** The upload that was refused at once, as `PUT …/evidence/{slot}` would have answered it. */
	refused: z.object({ slot, code: z.enum(ERROR_CODES), reasons: z.array(z.string()) }).nullable(),
	/** Slots that were given back after a look, as the applicant's `progress` says it. */
	feedback: z.array(z.object({ slot, codes: z.array(z.string()) })),
	expected: ScenarioExpected
});
export type ScenarioRunView = z.infer<typeof ScenarioRunView>;

/** The package names its own types, so that it needs nothing of the server; here the compiler holds them against the contract. */
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { ERROR_CODES } from '../../../src/lib/contract/errors';
import type { EventRow } from '../../../src/lib/contract/eventLog';
import type {
	CreateSessionInput,
	CreateSessionOutput,
	SessionSummary,
	SessionView
} from '../../../src/lib/contract/verification';
import type { CompletedEvent, ExtractionEvent } from '../../../src/lib/contract/webhooks';
import type { ScenarioRunView, ScenarioView } from '../../../src/lib/contract/scenarioRuns';
import type * as own from './types.js';

/** Compiles only where everything that the server sends (or takes) fits what the package says of it. */
type Fits<Sent extends Told, Told> = Sent;
type Same<A, B> = [Fits<A extends B ? A : never, B>, A] extends [A, B] ? ([B] extends [A] ? true : false) : false;

const same: Same<own.SessionSummary, SessionSummary> &
	Same<own.Session, SessionView> &
	Same<own.CreatedSession, CreateSessionOutput> &
	Same<own.CreateSession, z.input<typeof CreateSessionInput>> &
	Same<own.EventRecord, z.output<typeof EventRow>> &
	Same<own.ExtractionEvent, ExtractionEvent> &
	Same<own.CompletedEvent, CompletedEvent> = true;

/** Scenario ids and codes are plain text to the package: the list grows on the server. */
const told = (scenario: ScenarioView, run: ScenarioRunView): [own.Scenario, own.ScenarioRun] => [scenario, run];

describe('types of the package', () => {
	it('are those of the contract, as the compiler has checked', () => {
		expect(same).toBe(true);
		expect(told).toBeTypeOf('function');
		expect(ERROR_CODES).toContain('API_KEY_INVALID');
	});
});

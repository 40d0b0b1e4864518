import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REASON_CODES, type ReasonCode } from '$lib/contract/reasonCodes';
import { SCENARIO_IDS, SCENARIOS, type ScenarioId } from '$lib/contract/scenarios';
import { CreateSessionInput } from '$lib/contract/verification';
import { openTestStore } from '$lib/server/db/testing';
import { createRunner } from '$lib/server/jobs';
import { openVision } from '$lib/server/vision';
import type { Vision } from '$lib/server/vision/types';
import { createSession, getSession, listScenarios, readScenarioRun, runScenarioIn } from '../index';
import { ANSWER_TAKES_MS } from '../jobs/scenarios/drawAnswer';
import { makeWorld, type World } from '../testing';
import { visionJobs } from '../worker';

const modelsDir = fileURLToPath(new URL('../../../../../models', import.meta.url));

/** One of each kind of end; `npm run test:scenarios` plays all of them. */
const FEW: readonly ScenarioId[] = ['approved', 'minor', 'tampered_number', 'wrong_side', 'glare'];
const PLAYED = process.env.ALL_SCENARIOS ? SCENARIO_IDS : FEW;

/** Reason codes that no drawing brings about; each with why. */
const NOT_PLAYED: Partial<Record<ReasonCode, string>> = {
	document_type_unknown: 'what is no known document is refused as document_not_found before it is judged',
	country_unknown: 'whatever is read well enough to be a document names its state',
	mrz_field_malformed:
		'the zone is read by its grammar: what no field may hold is read as the nearest that it may, and the check digits tell',
	barcode_not_found: 'asked of licences of the USA and Canada alone; what is drawn is of a country that does not exist',
	face_match_uncertain: 'two faces between alike and unlike would be a drawing tuned to one version of the model',
	liveness_uncertain: 'the same, of a face between live and shown',
	image_quality_low: 'the same, of a picture between refused and taken',
	file_unreadable: 'a picture that opens when it is sent and not when it is read: only a broken disk does that',
	liveness_burst_replayed: 'needs a second challenge after the first: send the frames of another run yourself',
	liveness_earlier_attempt: 'the same: it speaks of the attempt before',
	liveness_not_answered: 'needs an attempt that was given back, and then none',
	model_unavailable: 'needs a server whose models are missing',
	analysis_failed: 'needs a server that fails',
	evidence_missing: 'a session cannot be submitted before everything is there'
};

it('every reason code is played, or there is a reason why not; and none has both', () => {
	const played = SCENARIO_IDS.flatMap((id) => [...SCENARIOS[id].expected.reasons]);
	expect([...new Set([...played, ...Object.keys(NOT_PLAYED)])].sort()).toEqual([...REASON_CODES].sort());
	expect(played.filter((code) => code in NOT_PLAYED)).toEqual([]);
});

describe('the sandbox', { timeout: 120_000 }, () => {
	let vision: Vision;
	let world: World;
	beforeAll(async () => {
		vision = await openVision({ modelsDir });
	});
	afterAll(() => vision.close());
	beforeEach(async () => {
		world = await makeWorld(await openTestStore());
		return () => world.close();
	});

	const work = () =>
		createRunner({
			deps: world.deps,
			lane: 'vision',
			concurrency: 1,
			jobs: visionJobs({ ...world.deps, vision }, () => expect.unreachable('an analysis hung'))
		}).drain();
	const create = async () => (await createSession(world.deps, world.tenant(), CreateSessionInput.parse({}))).sessionId;
	const run = (sessionId: string, scenario: ScenarioId) =>
		world.deps.store.tx((tx) => runScenarioIn(tx, world.deps, world.tenant(), sessionId, scenario));
	const read = (sessionId: string) => readScenarioRun(world.deps, world.tenant(), sessionId);
	/** Plays the scenario to its end; the clock stands still but for the time that an answer takes. */
	async function play(scenario: ScenarioId) {
		const sessionId = await create();
		await run(sessionId, scenario);
		await work();
		world.deps.clock.advance(ANSWER_TAKES_MS);
		await work();
		const session = await getSession(world.deps, world.tenant(), sessionId);
		return { session, run: await read(sessionId) };
	}

	it.each(PLAYED)('%s comes to what it promises', async (scenario) => {
		const { session, run } = await play(scenario);
		const { expected } = SCENARIOS[scenario];
		expect(run.state).toBe('played');
		if (expected.result === 'decided') {
			expect(session.decision).toMatchObject({ outcome: expected.reviewStatus });
			expect(session.decision?.reasons).toEqual(expect.arrayContaining([...expected.reasons]));
			return;
		}
		expect(session).toMatchObject({ status: 'capturing', reviewStatus: 'none', decision: null });
		if (expected.result === 'reopened') {
			const given = run.feedback.find(({ slot }) => slot === expected.slot);
			expect(given?.codes).toEqual(expect.arrayContaining([...expected.reasons]));
		} else {
			const { slot, code, reasons } = expected;
			expect(run.refused).toMatchObject({ slot, code, reasons: expect.arrayContaining([...reasons]) });
		}
	});

	it('takes another scenario after one that left the session open, and none after one that ended it', async () => {
		const sessionId = await create();
		await run(sessionId, 'unreadable');
		expect((await read(sessionId)).state).toBe('waiting');
		await work();
		expect(await read(sessionId)).toMatchObject({ state: 'played', refused: { code: 'IMAGE_UNREADABLE' } });
		// Of two runs asked for in the same millisecond nobody can say which is the newer.
		world.deps.clock.advance(1);
		await run(sessionId, 'wrong_file_type');
		expect(await read(sessionId)).toMatchObject({ state: 'waiting', scenario: 'wrong_file_type', refused: null });
		const { t, db } = world.deps.store;
		await db.update(t.verificationSessions).set({ status: 'canceled' });
		await expect(run(sessionId, 'approved')).rejects.toMatchObject({ code: 'SESSION_CANCELED' });
		await work();
		expect(await read(sessionId)).toMatchObject({ state: 'failed', reason: 'SESSION_CANCELED' });
	});

	it('is for test keys alone, and for the sessions of their own organization', async () => {
		const sessionId = await create();
		const live = world.tenant({ environment: 'live' });
		expect(() => listScenarios(live)).toThrow(expect.objectContaining({ code: 'TEST_KEY_REQUIRED' }));
		await expect(readScenarioRun(world.deps, live, sessionId)).rejects.toMatchObject({ code: 'TEST_KEY_REQUIRED' });
		const other = world.tenant({ organizationId: 'org-b' });
		const foreign = world.deps.store.tx((tx) => runScenarioIn(tx, world.deps, other, sessionId, 'approved'));
		await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND' });
		expect(listScenarios(world.tenant()).scenarios.map(({ id }) => id)).toEqual(SCENARIO_IDS);
	});
});

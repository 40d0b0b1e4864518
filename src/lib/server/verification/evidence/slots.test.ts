import { describe, expect, it } from 'vitest';
import type { Policy } from '$lib/contract/policy';
import { DEFAULT_POLICY } from '$lib/contract/policyDefaults';
import { FRONT_PATIENCE_MS, nextStep, requiredSlots, type SlotBoard, type SlotProgress } from './slots';

const EMPTY: SlotProgress = { state: 'empty', attempt: 0, submittedAt: null };
const board = (set: Partial<SlotBoard>): SlotBoard => ({
	id_front: EMPTY,
	id_back: EMPTY,
	selfie: EMPTY,
	poa: EMPTY,
	liveness: EMPTY,
	...set
});
const done: SlotProgress = { state: 'accepted', attempt: 1, submittedAt: 1000 };
const reading: SlotProgress = { state: 'analyzing', attempt: 1, submittedAt: 1000 };
const policy = (require: Partial<Policy['require']>): Policy => ({
	...DEFAULT_POLICY,
	require: { ...DEFAULT_POLICY.require, ...require }
});
const passport = { type: 'passport', machineReadable: true } as const;
const card = { type: 'id_card', machineReadable: false } as const;

describe('slots', () => {
	it('asks for the back only of a card whose front carries nothing machine-readable', () => {
		expect(requiredSlots(DEFAULT_POLICY, null)).toEqual(['id_front', 'selfie', 'liveness']);
		expect(requiredSlots(DEFAULT_POLICY, passport)).toEqual(['id_front', 'selfie', 'liveness']);
		expect(requiredSlots(DEFAULT_POLICY, card)).toEqual(['id_front', 'id_back', 'selfie', 'liveness']);
		expect(requiredSlots(policy({ idBack: false, liveness: false }), card)).toEqual(['id_front', 'selfie']);
		expect(requiredSlots(policy({ idBack: true, poa: true }), passport)).toEqual([
			'id_front',
			'id_back',
			'selfie',
			'liveness',
			'poa'
		]);
	});

	it('walks consent, front, back, selfie, liveness, submit', () => {
		const at = (status: 'created' | 'capturing', set: Partial<SlotBoard>) =>
			nextStep({ status, policy: DEFAULT_POLICY, front: card, board: board(set), nowMs: 2000 }).step;
		expect(at('created', {})).toBe('consent');
		expect(at('capturing', {})).toBe('id_front');
		expect(at('capturing', { id_front: done })).toBe('id_back');
		expect(at('capturing', { id_front: done, id_back: done })).toBe('selfie');
		const pictures = { id_front: done, id_back: done, selfie: done };
		expect(at('capturing', pictures)).toBe('liveness');
		expect(at('capturing', { ...pictures, liveness: reading })).toBe('submit');
		expect(at('capturing', { ...pictures, liveness: done })).toBe('submit');
	});

	it('waits a moment for the front to be read, then goes on with the selfie', () => {
		const at = (nowMs: number) =>
			nextStep({
				status: 'capturing',
				policy: DEFAULT_POLICY,
				front: null,
				board: board({ id_front: reading }),
				nowMs
			});
		expect(at(1000 + FRONT_PATIENCE_MS - 1)).toMatchObject({ step: 'id_front', waiting: true });
		expect(at(1000 + FRONT_PATIENCE_MS)).toMatchObject({ step: 'selfie', waiting: false });
	});

	it('reopens a refused slot before anything later', () => {
		const refused: SlotProgress = { state: 'refused', attempt: 1, submittedAt: 1000 };
		const set = board({ id_front: refused, selfie: done });
		const next = nextStep({ status: 'capturing', policy: DEFAULT_POLICY, front: null, board: set, nowMs: 5000 });
		expect(next).toMatchObject({ step: 'id_front', waiting: false, index: 2 });
	});
});

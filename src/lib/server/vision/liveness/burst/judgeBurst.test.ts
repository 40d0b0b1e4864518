import { describe, expect, it } from 'vitest';
import { jpegMarks } from './jpegMarks';
import { judgeBurst } from './judgeBurst';
import type { BurstRequest, FrameFace, FrameReading } from './types';

const REST: FrameFace = {
	box: { x: 0.3, y: 0.3, width: 0.4, height: 0.4 },
	score: 0.99,
	widthPx: 200,
	yaw: 3,
	pitch: -8,
	roll: 0,
	noseAcross: 0,
	noseDown: 0.55,
	eyeOpening: 0.38,
	eyesOpen: 0.95,
	mouthWidth: 0.62
};
const LEFT: Partial<FrameFace> = { yaw: -20, noseAcross: 0.12 };
const RIGHT: Partial<FrameFace> = { yaw: 25, noseAcross: -0.12 };

interface Glance {
	step: number;
	face?: Partial<FrameFace> | null;
	rival?: boolean;
}

function judge(glances: Glance[], change: Partial<BurstRequest> = {}, gapMs = 200) {
	const times = glances.map(({ step }, index) => ({ step, atMs: index * gapMs }));
	const readings = glances.map(({ step, face, rival = false }, index): FrameReading => ({
		step,
		atMs: index * gapMs,
		face: face === null ? null : { ...REST, ...face },
		rival,
		change: index === 0 ? null : 2,
		repeatOf: null,
		alike: 0.8,
		digest: String(index)
	}));
	const request = { actions: ['turn_left' as const], frames: times, elapsedMs: 20_000, seenBefore: [], ...change };
	return judgeBurst(readings, request, { oneEncoder: true, sameFace: { threshold: 0.34 } });
}

const glances = (step: number, count: number, face: Partial<FrameFace> | null = {}): Glance[] =>
	Array.from({ length: count }, () => ({ step, face }));
const ANSWER = [...glances(0, 4), ...glances(1, 3), ...glances(1, 4, LEFT), ...glances(1, 2)];

describe('judgeBurst', () => {
	it('accepts a turn within its time', () => {
		expect(judge(ANSWER)).toEqual({ actions: [{ action: 'turn_left', frame: 7 }], reasons: [] });
	});

	it('takes one frame of a movement for noise', () => {
		const once = [...glances(0, 4), ...glances(1, 4), ...glances(1, 1, LEFT), ...glances(1, 4)];
		expect(judge(once).reasons).toEqual(['liveness_action_missing']);
	});

	it('wants the nose to move with the turn: a number of the pose model alone is no turn', () => {
		const flat = [...glances(0, 4), ...glances(1, 3), ...glances(1, 6, { yaw: -20 })];
		expect(judge(flat).reasons).toEqual(['liveness_action_missing']);
	});

	it('lets a late movement count, and one that came before it was asked for not', () => {
		const late = [...glances(0, 4), ...glances(1, 6), ...glances(2, 3, LEFT), ...glances(2, 4, { mouthWidth: 0.72 })];
		expect(judge(late, { actions: ['turn_left', 'smile'] }).reasons).toEqual([]);
		const early = [...glances(0, 4), ...glances(1, 3, LEFT), ...glances(1, 3), ...glances(2, 8)];
		expect(judge(early, { actions: ['smile', 'turn_left'] }).reasons).toEqual(['liveness_wrong_order']);
	});

	it('holds a turn that nobody asked for against a recording of everything', () => {
		const both = [...glances(0, 4), ...glances(1, 4, LEFT), ...glances(1, 4, RIGHT)];
		expect(judge(both).reasons).toEqual(['liveness_wrong_order']);
	});

	it('asks for the face to be there all the time, and alone', () => {
		const away = [...ANSWER.slice(0, 9), ...glances(1, 8, null)];
		expect(judge(away).reasons).toContain('liveness_face_lost');
		expect(judge([...glances(0, 4, null), ...ANSWER.slice(4)]).reasons).toEqual(['liveness_face_lost']);
		expect(judge(ANSWER.map((glance) => ({ ...glance, rival: true }))).reasons).toEqual(['several_faces']);
	});

	it.each([
		['longer than the challenge is old', { elapsedMs: 100 }, 200],
		['faster than a camera', {}, 10],
		['out of order', { frames: ANSWER.map(({ step }, index) => ({ step, atMs: 5000 - index * 100 })) }, 200],
		['too short for a person to read what to do', {}, 60]
	])('calls times impossible that are %s', (_, change, gapMs) => {
		expect(judge(ANSWER, change, gapMs).reasons).toEqual(['liveness_timing_impossible']);
	});
});

describe('jpegMarks', () => {
	it('never throws, whatever the bytes', () => {
		for (const bytes of [[], [0xff, 0xd8], [0xff, 0xd8, 0xff, 0xdb, 0, 1], [0xff, 0xd8, 0xff, 0xdb, 0xff, 0xff]])
			expect(jpegMarks(Uint8Array.from(bytes))).toBeNull();
	});
});

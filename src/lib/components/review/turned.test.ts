import { expect, it } from 'vitest';
import { nextTurn, turnedSize, turnPoint, turnTransform, type Turn } from './turned';

const SIZE = { width: 40, height: 30 };

/** What a browser makes of the transform. */
function moved(point: { x: number; y: number }, turn: Turn) {
	const text = turnTransform(SIZE, turn);
	if (!text) return point;
	const [, dx = '0', dy = '0', degrees = '0'] = /translate\((\S+) (\S+)\) rotate\((\S+)\)/.exec(text) ?? [];
	const angle = (Number(degrees) * Math.PI) / 180;
	return {
		x: Math.round(Number(dx) + point.x * Math.cos(angle) - point.y * Math.sin(angle)),
		y: Math.round(Number(dy) + point.x * Math.sin(angle) + point.y * Math.cos(angle))
	};
}

it('keeps every corner inside the turned picture, and points where the browser draws them', () => {
	let turn: Turn = 0;
	for (let quarter = 0; quarter < 4; quarter++, turn = nextTurn(turn)) {
		const { width, height } = turnedSize(SIZE, turn);
		for (const point of [
			{ x: 0, y: 0 },
			{ x: 40, y: 0 },
			{ x: 40, y: 30 },
			{ x: 7, y: 11 }
		]) {
			const there = moved(point, turn);
			const told = turnPoint(point, SIZE, turn);
			expect([told.x - there.x, told.y - there.y].map(Math.abs)).toEqual([0, 0]);
			expect(there.x >= 0 && there.x <= width && there.y >= 0 && there.y <= height).toBe(true);
		}
	}
	expect(turn).toBe(0);
});

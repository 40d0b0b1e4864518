/** Takes lines and boxes of a picture that lies on its side to the upright page and back. Pure. */
import type { QuarterTurn } from '../ocr';
import type { Box, Point, TextLine } from '../types';

/** As the lines stand after a clockwise turn of the picture. */
export function turnLines(lines: readonly TextLine[], turn: QuarterTurn): TextLine[] {
	if (turn === 0) return [...lines];
	return lines.map((line) => {
		const [a, b, c, d] = line.corners;
		const corners: TextLine['corners'] = [
			turnPoint(a, turn),
			turnPoint(b, turn),
			turnPoint(c, turn),
			turnPoint(d, turn)
		];
		return { ...line, corners, box: turnBox(line.box, turn) };
	});
}

export function turnBox(box: Box, turn: QuarterTurn): Box {
	const first = turnPoint({ x: box.x, y: box.y }, turn);
	const second = turnPoint({ x: box.x + box.width, y: box.y + box.height }, turn);
	const [x, y] = [Math.min(first.x, second.x), Math.min(first.y, second.y)];
	return { x, y, width: Math.abs(first.x - second.x), height: Math.abs(first.y - second.y) };
}

/** The turn that undoes another. */
export function turnBack(turn: QuarterTurn): QuarterTurn {
	if (turn === 90) return 270;
	return turn === 270 ? 90 : turn;
}

function turnPoint({ x, y }: Point, turn: QuarterTurn): Point {
	if (turn === 90) return { x: 1 - y, y: x };
	if (turn === 180) return { x: 1 - x, y: 1 - y };
	return turn === 270 ? { x: y, y: 1 - x } : { x, y };
}

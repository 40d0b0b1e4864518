/** Pure. A picture turned by quarters: how large it then is, and how its own pixels are brought there. */
export type Turn = 0 | 90 | 180 | 270;

interface Size {
	width: number;
	height: number;
}

export const nextTurn = (turn: Turn): Turn => ((turn + 90) % 360) as Turn;

export const turnedSize = ({ width, height }: Size, turn: Turn): Size =>
	turn % 180 === 0 ? { width, height } : { width: height, height: width };

/** For an SVG group: clockwise about the picture's corner, then back into the visible quadrant. */
export function turnTransform({ width, height }: Size, turn: Turn): string | undefined {
	switch (turn) {
		case 0:
			return undefined;
		case 90:
			return `translate(${height} 0) rotate(90)`;
		case 180:
			return `translate(${width} ${height}) rotate(180)`;
		case 270:
			return `translate(0 ${width}) rotate(270)`;
		default:
			return turn satisfies never;
	}
}

/** Where a point of the picture stands after the turn. */
export function turnPoint({ x, y }: { x: number; y: number }, { width, height }: Size, turn: Turn) {
	if (turn === 90) return { x: height - y, y: x };
	if (turn === 180) return { x: width - x, y: height - y };
	return turn === 270 ? { x: y, y: width - x } : { x, y };
}

/** Pure. */

/**
 * What no result may hold, as paths into it: numbers that are none, and boxes that leave the picture. A type promises neither
 * of them. Bytes are not looked into.
 */
export function resultProblems(value: unknown, path = ''): string[] {
	if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
	if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
	const inside = Object.entries(value).flatMap(([key, part]) => resultProblems(part, `${path}.${key}`));
	return isBox(value) && leavesPicture(value) ? [...inside, `${path} leaves the picture`] : inside;
}

type Box = Record<'x' | 'y' | 'width' | 'height', number>;

/** By its numbers: a quality report has a width and a height, but no place. */
const isBox = (value: object): value is Box => ['x', 'y', 'width', 'height'].every((key) => key in value);

/** Rounding may add up to a little more than the whole. */
const SLACK = 1e-6;

const leavesPicture = ({ x, y, width, height }: Box): boolean =>
	x < -SLACK || y < -SLACK || width < 0 || height < 0 || x + width > 1 + SLACK || y + height > 1 + SLACK;

/** How hot a place of a map looks. Pure. */

/** Heat from which a place shows at all, so that an ordinary page stays clear. */
export const VISIBLE_FROM = 0.25;

/** Pale yellow is slightly odd, deep violet is very odd; lightness falls with heat throughout. */
export function colourOf(value: number): readonly [number, number, number, number] {
	const share = Math.min(1, Math.max(0, (value - VISIBLE_FROM) / (1 - VISIBLE_FROM)));
	const place = share * (SCALE.length - 1);
	const low = SCALE[Math.floor(place)] ?? [0, 0, 0];
	const high = SCALE[Math.min(SCALE.length - 1, Math.floor(place) + 1)] ?? low;
	const between = place - Math.floor(place);
	const mix = (channel: 0 | 1 | 2): number => Math.round(low[channel] * (1 - between) + high[channel] * between);
	return [mix(0), mix(1), mix(2), share === 0 ? 0 : Math.round(70 + 150 * share)];
}

/** Anchors of a scale whose OKLab lightness falls evenly (0.93, 0.79, 0.65, 0.50, 0.36), so that it reads without hue too. */
const SCALE: readonly (readonly [number, number, number])[] = [
	[252, 232, 150],
	[250, 176, 84],
	[232, 110, 78],
	[178, 48, 104],
	[94, 22, 116]
];

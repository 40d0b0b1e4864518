/**
 * Pure, zod-free. An organization's colour as the pages can use it: brought to where text in it, and text on it, reaches 4.5:1
 * (WCAG 2.2, 1.4.3) in light and in dark. The hue stays; only lightness moves.
 */
type Rgb = readonly [number, number, number];

export interface ThemeColours {
	accent: string;
	accentStrong: string;
	accentInk: string;
	accentSoft: string;
}

export interface BrandColours {
	light: ThemeColours;
	dark: ThemeColours;
}

const LEAST = 4.5;
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];
const INK: Rgb = [11, 16, 32];
/** Where the accent stands on: app.css, --bg and --surface. */
const THEMES = {
	light: { grounds: [WHITE, [251, 251, 250]] as Rgb[], surface: WHITE, soft: 0.09, towards: BLACK },
	dark: {
		grounds: [
			[21, 24, 28],
			[14, 16, 19]
		] as Rgb[],
		surface: [21, 24, 28] as Rgb,
		soft: 0.16,
		towards: WHITE
	}
};

export const isHexColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

/** @param colour `#rrggbb` */
export function brandColours(colour: string): BrandColours {
	const chosen = parse(colour);
	return { light: themed(chosen, THEMES.light), dark: themed(chosen, THEMES.dark) };
}

function themed(chosen: Rgb, { grounds, surface, soft, towards }: (typeof THEMES)['light']): ThemeColours {
	let accent = chosen;
	let ground = mix(surface, accent, soft);
	for (let step = 0; step < 50 && ![...grounds, ground].every((under) => contrast(accent, under) >= LEAST); step++) {
		accent = mix(chosen, towards, step / 50);
		ground = mix(surface, accent, soft);
	}
	return {
		accent: format(accent),
		accentStrong: format(mix(accent, towards, 0.18)),
		accentInk: format(contrast(accent, WHITE) >= contrast(accent, INK) ? WHITE : INK),
		accentSoft: format(ground)
	};
}

/** Contrast ratio of two colours, 1 … 21 (WCAG 2.2, Definitions). */
export const contrastOf = (a: string, b: string): number => contrast(parse(a), parse(b));

function contrast(a: Rgb, b: Rgb): number {
	const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
	return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: Rgb): number {
	const [r, g, b] = rgb.map((part) => {
		const share = part / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	}) as unknown as Rgb;
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
	Math.round(a[0] + (b[0] - a[0]) * share),
	Math.round(a[1] + (b[1] - a[1]) * share),
	Math.round(a[2] + (b[2] - a[2]) * share)
];

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const format = (rgb: Rgb): string => `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

/** The ways in which a symbol is looked for, cheapest and likeliest first. Pure; each rendering is made when it is asked for. */
import type { ReaderOptions } from 'zxing-wasm/reader';
import type { Matrix3 } from '../image/geometry';
import { toGrey } from '../image/pixels';
import { resize } from '../image/resize';
import type { RgbImage } from '../types';
import { findSymbolRegions, type SymbolRegion } from './findSymbolRegions';
import { sharpened, stretchContrast, toRgba } from './rendering';
import { straighten } from './straighten';

export interface Rendering {
	picture: ImageData;
	/** From the rendering's pixels to those of the picture given. */
	toPicture: Matrix3;
	options: ReaderOptions;
}

/**
 * Each call of a member makes one rendering. Empty where nothing in the picture is striped as densely as a symbol.
 * @param besideZone only what no machine-readable zone is taken for
 */
export function attempts(image: RgbImage, besideZone = false): (() => Rendering)[] {
	if (image.width * image.height <= SMALL_PICTURE && !besideZone) return wholePicture(image);
	const regions = findSymbolRegions(toGrey(image))
		.filter(({ core }) => !besideZone || core >= NO_ZONE_CORE_CELLS)
		.slice(0, MAX_REGIONS);
	const isLikely = regions.some(({ core }) => core >= LIKELY_CORE_CELLS);
	return [...patches(image, regions), ...(isLikely ? wholePicture(image) : [])];
}

/** Pixels up to which decoding costs less than being choosy. */
const SMALL_PICTURE = 640 * 500;
const MAX_REGIONS = 3;
/** Lines of a machine-readable zone reach some forty core cells; the smallest symbol on a card that fills its picture, 60. */
const LIKELY_CORE_CELLS = 40;
const NO_ZONE_CORE_CELLS = 60;
/** Pixels of the longer side from which more only add noise: six a module of the widest PDF417 on a card. */
const READING_SIDE = 2000;
const MAX_GROWTH = 3;

/** Each region straightened; all regions at one setting before the first at the next. */
function patches(image: RgbImage, regions: readonly SymbolRegion[]): (() => Rendering)[] {
	const straight = regions.map((region) => memoize(() => straighten(image, region, READING_SIDE)));
	const settings: [number, Retouch, ReaderOptions][] = [
		[1, 'none', {}],
		[1, 'stretch', { binarizer: 'GlobalHistogram' }],
		[1.6, 'sharpen', {}],
		[1.6, 'stretch', {}],
		[0.6, 'stretch', { tryDenoise: true }]
	];
	return settings.flatMap(([factor, retouch, options]) =>
		straight.map((make) => (): Rendering => {
			const { patch, toPicture } = make();
			const sized = factor === 1 ? patch : resize(patch, patch.width * factor, patch.height * factor);
			const [a, b, c, d, e, f] = toPicture;
			const [across, down] = [patch.width / sized.width, patch.height / sized.height];
			return {
				picture: rendered(sized, retouch),
				toPicture: [a * across, b * down, c, d * across, e * down, f, 0, 0, 1],
				options
			};
		})
	);
}

function memoize<Value>(make: () => Value): () => Value {
	let made: { value: Value } | null = null;
	return () => (made ??= { value: make() }).value;
}

/** The whole picture, for a symbol that runs out of its region: two pixels a module are needed, too many blur into noise. */
function wholePicture(image: RgbImage): (() => Rendering)[] {
	const longer = Math.max(image.width, image.height);
	const first = Math.min(longer, READING_SIDE);
	const attempt = (side: number, retouch: Retouch, options: ReaderOptions) => (): Rendering => {
		const scale = Math.min(side / longer, MAX_GROWTH);
		const sized = scale === 1 ? image : resize(image, image.width * scale, image.height * scale);
		const [across, down] = [image.width / sized.width, image.height / sized.height];
		return { picture: rendered(sized, retouch), toPicture: [across, 0, 0, 0, down, 0, 0, 0, 1], options };
	};
	return [
		attempt(first, 'none', {}),
		attempt(first, 'stretch', { binarizer: 'GlobalHistogram' }),
		attempt(first * 1.6, 'stretch', {}),
		attempt(first * 0.6, 'stretch', { tryDenoise: true }),
		attempt(first * 1.6, 'stretch', { binarizer: 'GlobalHistogram', tryDenoise: true }),
		attempt(first * 2.2, 'none', { tryDenoise: true }),
		attempt(first * 0.8, 'none', { tryDenoise: true })
	];
}

type Retouch = 'none' | 'stretch' | 'sharpen';

function rendered(image: RgbImage, retouch: Retouch): ImageData {
	const grey = toGrey(image);
	switch (retouch) {
		case 'none':
			return toRgba(grey);
		case 'stretch':
			return toRgba(stretchContrast(grey));
		case 'sharpen':
			return toRgba(sharpened(stretchContrast(grey)));
		default:
			return retouch satisfies never;
	}
}

/** The signals' regions put together: what overlaps is one region, which names its signals and the fields that it touches. Pure. */
import type { Box, TamperedPart, TamperRegion, TamperSignal } from '../types';
import { TAMPER_SUSPECTED_AT } from './threshold';

export interface PlacedPart {
	name: TamperedPart;
	box: Box;
}

/** Regions at or above the line, most suspicious first. */
export function tamperedRegions(signals: readonly TamperSignal[], parts: readonly PlacedPart[]): TamperRegion[] {
	let regions: TamperRegion[] = [];
	for (const { kind, regions: own } of signals)
		for (const { box, score } of own) {
			if (score < TAMPER_SUSPECTED_AT) continue;
			let grown: TamperRegion = { box, score, signals: [kind], fields: [] };
			const touching = regions.filter((region) => sharedArea(region.box, grown.box) > SAME_PLACE);
			for (const region of touching) grown = united(grown, region);
			regions = [...regions.filter((region) => !touching.includes(region)), grown];
		}
	const named = regions.map((region) => ({ ...region, fields: touched(region.box, parts) }));
	return named.sort((a, b) => b.score - a.score).slice(0, MOST_REGIONS);
}

const MOST_REGIONS = 12;
/** Share of the smaller of two boxes. */
const SAME_PLACE = 0.5;
const TOUCHED = 0.25;

function united(a: TamperRegion, b: TamperRegion): TamperRegion {
	const [x, y] = [Math.min(a.box.x, b.box.x), Math.min(a.box.y, b.box.y)];
	const right = Math.max(a.box.x + a.box.width, b.box.x + b.box.width);
	const bottom = Math.max(a.box.y + a.box.height, b.box.y + b.box.height);
	return {
		box: { x, y, width: right - x, height: bottom - y },
		score: Math.max(a.score, b.score),
		signals: [...new Set([...a.signals, ...b.signals])],
		fields: []
	};
}

const touched = (box: Box, parts: readonly PlacedPart[]): TamperedPart[] => [
	...new Set(parts.filter((part) => sharedArea(part.box, box) >= TOUCHED).map(({ name }) => name))
];

/** Of the smaller box, 0…1. */
function sharedArea(a: Box, b: Box): number {
	const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
	const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
	const least = Math.min(a.width * a.height, b.width * b.height);
	return width <= 0 || height <= 0 || least <= 0 ? 0 : (width * height) / least;
}

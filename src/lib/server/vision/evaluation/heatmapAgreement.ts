/** Pure. How well a map of suspicion covers the region that was edited. */

export interface HeatmapAgreement {
	/** Chance that an edited pixel is hotter than an authentic one, ties half. Null without both kinds. */
	pixelAuc: number | null;
	/** Of the pixels at or above the line against the mask. */
	f1: number;
	iou: number;
}

/**
 * @param heat 0…255 a pixel, such as the alpha of a heatmap
 * @param edited true where the picture was edited; of the same length
 * @param line heat from which a pixel counts as marked
 */
export function heatmapAgreement(heat: Uint8Array, edited: readonly boolean[], line: number): HeatmapAgreement {
	const inside = new Float64Array(256);
	const outside = new Float64Array(256);
	heat.forEach((value, pixel) => {
		const counts = edited[pixel] === true ? inside : outside;
		counts[value] = (counts[value] ?? 0) + 1;
	});
	const insideTotal = total(inside);
	const outsideTotal = total(outside);
	const marked = total(inside.subarray(line));
	const falselyMarked = total(outside.subarray(line));
	const union = insideTotal + falselyMarked;
	return {
		pixelAuc: insideTotal > 0 && outsideTotal > 0 ? hotterShare(inside, outside) / (insideTotal * outsideTotal) : null,
		f1: insideTotal + marked + falselyMarked > 0 ? (2 * marked) / (insideTotal + marked + falselyMarked) : 0,
		iou: union > 0 ? marked / union : 0
	};
}

const total = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);

function hotterShare(inside: Float64Array, outside: Float64Array): number {
	let below = 0;
	let wins = 0;
	for (let value = 0; value < 256; value++) {
		const authentic = outside[value] ?? 0;
		wins += (inside[value] ?? 0) * (below + authentic / 2);
		below += authentic;
	}
	return wins;
}

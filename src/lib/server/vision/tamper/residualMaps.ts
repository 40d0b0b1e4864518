/** What is left of a block once its texture is accounted for: sensor and compression leave it alike everywhere, an edit does not. */
import { deviation, type BlockGrid, type BlockMap } from './blockStatistics';

export interface ResidualMaps {
	/** |z| of the high-frequency energy: foreign noise, or none at all. */
	noise: BlockMap;
	/** |z| of the error that saving once more at quality 75 would make. */
	errorLevel: BlockMap;
	/**
	 * Mean squared distance of the coefficients from the steps of quality 75, over what chance leaves (1/12): about 1, and towards 0
	 * where the picture's last save was at this very quality. Then saving again loses nothing anywhere, and the error level is rounding.
	 */
	offSteps: number;
}

export function residualMaps(grid: BlockGrid): ResidualMaps {
	const count = grid.columns * grid.rows;
	const texture = new Float32Array(count);
	const high = new Float32Array(count);
	const error = new Float32Array(count);
	let [distance, coefficients] = [0, 0];
	for (let block = 0; block < count; block++) {
		const at = block * 64;
		let [low, fine, lost] = [0, 0, 0];
		for (let index = 1; index < 64; index++) {
			const value = grid.coefficients[at + index] as number;
			const order = (index >> 3) + (index & 7);
			if (order <= 4) low += value * value;
			else if (order >= 8) fine += value * value;
			const steps = value * (PER_STEP[index] as number);
			const whole = Math.floor(steps + 0.5);
			const share = (steps - whole) * (steps - whole);
			lost += share;
			if (whole === 0) continue;
			distance += share;
			coefficients++;
		}
		texture[block] = Math.log(1 + low);
		high[block] = Math.log(0.5 + fine);
		error[block] = Math.log(0.02 + lost);
		const mean = (grid.coefficients[at] as number) / 8;
		// Burnt-out and black blocks hold no noise to judge.
		if (mean > 251 || mean < 6) {
			high[block] = NaN;
			error[block] = NaN;
		}
	}
	return {
		noise: deviation(high, texture),
		errorLevel: deviation(error, texture),
		offSteps: coefficients === 0 ? 1 : (12 * distance) / coefficients
	};
}

/** One over each step, as a product is quicker than a division. ITU-T T.81, table K.1, scaled to quality 75 as libjpeg does. */
const PER_STEP = Float32Array.from(
	[
		16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
		87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
		72, 92, 95, 98, 112, 100, 103, 99
	],
	(value) => 1 / Math.floor((value * 50 + 50) / 100)
);

import type { GreyImage } from '../image';

/** Variance of the 4-neighbour Laplacian; higher is sharper. Depends on the picture's scale: compare like with like. */
export function laplacianVariance({ width, height, data }: GreyImage): number {
	const count = (width - 2) * (height - 2);
	if (width < 3 || height < 3) return 0;
	let sum = 0;
	let squares = 0;
	for (let y = 1; y < height - 1; y++) {
		for (let index = y * width + 1; index < y * width + width - 1; index++) {
			const value =
				(data[index - 1] ?? 0) +
				(data[index + 1] ?? 0) +
				(data[index - width] ?? 0) +
				(data[index + width] ?? 0) -
				4 * (data[index] ?? 0);
			sum += value;
			squares += value * value;
		}
	}
	const mean = sum / count;
	return squares / count - mean * mean;
}

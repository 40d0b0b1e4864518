import { randomStream } from './random';
import type { SpecimenDefects } from './specimen';

/**
 * A document held before a phone, as bar P-6 has it: seen up to 15° off the upright, from up to 15° aslant (perspective 1:
 * the far side a sixth shorter, which is a tilt of 15° at one and a half widths), the lens a little out of focus, light
 * uneven and down to half, a reflection on the page, JPEG of quality 60. One seed, one set of defects.
 */
export function phoneLike(seed: number): SpecimenDefects & { jpegQuality: 60 } {
	const random = randomStream(seed * 6151 + 29);
	return {
		rotation: random.between(-15, 15),
		perspective: random.between(0.2, 1),
		/** σ 0.6…1.3 pixels. */
		blur: random.between(0.05, 0.2),
		lowLight: random.between(0.05, 0.55),
		glare: random.between(0.1, 0.35),
		jpegQuality: 60
	};
}

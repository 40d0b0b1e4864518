import type { RgbImage } from '../types';
import { captureEffects } from './captureEffects';
import { developedByPhone, withPaperGrain, withShadow } from './phonePicture';
import { randomStream, type RandomStream } from './random';
import type { SpecimenDefects } from './specimen';

/** Light, lens and sensor. The newer effects draw from a stream of their own, so that a picture without them stays as it was. */
export async function takePicture(
	image: RgbImage,
	defects: SpecimenDefects,
	seed: number,
	random: RandomStream
): Promise<RgbImage> {
	const own = randomStream(seed * 15_487 + 7);
	let scene = image;
	if (defects.paperGrain) scene = withPaperGrain(scene, defects.paperGrain, own);
	if (defects.shadow) scene = withShadow(scene, defects.shadow, own);
	const captured = await captureEffects(scene, defects, random);
	return defects.phonePipeline ? developedByPhone(captured, defects.phonePipeline) : captured;
}

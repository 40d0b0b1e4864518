/** What a second capture leaves beside the face model's opinion: a grid in the spectrum, a border in view. Pure. */
import { boxToRect, cropPadded, toGrey } from '../image';
import { recapturePeak } from '../tamper';
import type { Box, PresentationAttackResult, RgbImage } from '../types';
import { borderSupport } from './borderSupport';

/**
 * The recapture cues of one face, each 0…1: what it leaves of the odds that the picture shows a person. 1 says nothing
 * suspicious was seen, never that the picture is bona fide. A cue that the picture cannot bear is left out: `moire` under
 * 128 pixels, `border` where the face leaves no surroundings. About 5 ms for a selfie of 720 × 960.
 */
export function recaptureCues(
	image: RgbImage,
	face: Box,
	{ hasContext }: { hasContext: boolean }
): PresentationAttackResult['cues'] {
	const cues: PresentationAttackResult['cues'] = [];
	const peak = moirePeak(image, face);
	if (peak !== null) cues.push({ name: 'moire', score: oddsLeft(peak, MOIRE) });
	if (hasContext) cues.push({ name: 'border', score: oddsLeft(borderSupport(image, face), BORDER) });
	return cues;
}

/** Fuses: the odds of `probability` times what each cue leaves of them. Stays within 0…1, and never above `probability`. */
export function fuseCues(probability: number, cues: PresentationAttackResult['cues']): number {
	const left = cues.reduce((product, cue) => product * cue.score, 1);
	const bounded = Math.min(probability, 1 - LEAST_DOUBT);
	const odds = (bounded / (1 - bounded)) * left;
	return left === 1 ? probability : odds / (1 + odds);
}

/** No opinion of the model is so sure that a clear grid could not outweigh it. */
const LEAST_DOUBT = 1e-4;

/** The peak of the face's own pixels, not resized: what a resize leaves of a grid is no longer where it was. */
function moirePeak(image: RgbImage, face: Box): number | null {
	if (image.width < TILE || image.height < TILE) return null;
	const rect = boxToRect(face, image);
	const start = (middle: number, whole: number): number =>
		Math.max(0, Math.min(whole - TILE, Math.round(middle - TILE / 2)));
	const tile = {
		x: start(rect.x + rect.width / 2, image.width),
		y: start(rect.y + rect.height / 2, image.height),
		width: TILE,
		height: TILE
	};
	return recapturePeak(toGrey(cropPadded(image, tile)), { size: TILE, tiles: 1 });
}

const TILE = 128;

interface Slope {
	/** Up to here the measure says nothing. */
	from: number;
	/** Natural logarithm of the odds that are lost for each unit above. */
	weight: number;
}

const oddsLeft = (measured: number, { from, weight }: Slope): number =>
	Math.exp(-weight * Math.max(0, measured - from));

/**
 * Floors: 225 public portraits peak at 0.94 … 1.41 and 44 drawn bona fide selfies at 1.07 … 1.45; of borders, the drawn bona
 * fide reach 0.46 and the least drawn instrument 0.75, with 0.60 half-way. Weights: penalised likelihood (ridge 0.01), the
 * model's log odds given, over the 60 drawn selfies of five portraits; docs/decisions/0015 has the figures on the other six.
 */
const MOIRE: Slope = { from: 1.5, weight: 5 };
const BORDER: Slope = { from: 0.6, weight: 17.9 };

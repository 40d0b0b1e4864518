import type { Part } from '../run/bench';
import { benchAddress } from './address';
import { benchDrawnZones } from './drawnZones';
import { benchFaces } from './faces';
import { benchLiveness } from './liveness';
import { benchMemory } from './memory';
import { benchMrz } from './mrz';
import { benchPhotograph } from './photograph';
import { benchPrinted } from './printed';
import { benchSelfie } from './selfie';
import { benchSymbols } from './symbols';
import { benchTamper } from './tamper';

/** In the order of the page. */
export const PART_NAMES = [
	'mrz',
	'drawn',
	'photo',
	'printed',
	'address',
	'pdf417',
	'faces',
	'selfie',
	'liveness',
	'tamper',
	'memory'
] as const;
export type PartName = (typeof PART_NAMES)[number];

export const PARTS: Record<PartName, Part> = {
	mrz: benchMrz,
	drawn: benchDrawnZones,
	photo: benchPhotograph,
	printed: benchPrinted,
	address: benchAddress,
	pdf417: benchSymbols,
	faces: benchFaces,
	selfie: benchSelfie,
	liveness: benchLiveness,
	tamper: benchTamper,
	memory: benchMemory
};

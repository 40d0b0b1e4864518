/** Test support: pictures of people that a dev dependency ships under a free licence. Never imported by product code. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { crop, decodeImage } from '../image';
import type { RgbImage } from '../types';

/** Six group pictures of adults; `1` … `6`. */
export async function loadSample(number: 1 | 2 | 3 | 4 | 5 | 6): Promise<RgbImage> {
	const folder = dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json'));
	const decoded = await decodeImage(await readFile(join(folder, 'demo', `sample${number}.jpg`)));
	if (!decoded.ok) throw new Error(decoded.code);
	return decoded.image;
}

/** One person as a selfie would show them: three face widths of surroundings. The first two are the same person. */
export async function loadPerson(who: 'anna' | 'annaAgain' | 'bertha' | 'carl'): Promise<RgbImage> {
	const { sample, ...rect } = PEOPLE[who];
	return crop(await loadSample(sample), rect);
}

const PEOPLE = {
	anna: { sample: 1, x: 1240, y: 0, width: 660, height: 700 },
	annaAgain: { sample: 3, x: 830, y: 80, width: 690, height: 760 },
	bertha: { sample: 1, x: 610, y: 60, width: 600, height: 660 },
	carl: { sample: 4, x: 480, y: 0, width: 560, height: 700 }
} as const;

import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { specimenFile } from './specimenFile';

interface Portrait {
	/** Which of the package's six demonstration pictures. */
	picture: 1 | 2 | 3 | 4 | 5 | 6;
	/** Centre and size of the face in that picture's pixels. */
	face: { x: number; y: number; width: number; height: number };
	/** Degrees clockwise by which the head leans; drawn upright. */
	lean: number;
}

/**
 * Faces of adults that @vladmandic/face-api (MIT, a development dependency) ships as demonstration pictures, which the
 * build copies. Only their places are kept here. `adult-01` and `adult-02` are the same person on two occasions; all others are different people.
 */
export const PORTRAITS = {
	'adult-01': { picture: 3, face: { x: 1186, y: 349, width: 224, height: 306 }, lean: 6 },
	'adult-02': { picture: 1, face: { x: 1571, y: 322, width: 217, height: 240 }, lean: 33 },
	'adult-03': { picture: 6, face: { x: 359, y: 622, width: 215, height: 277 }, lean: 0 },
	'adult-04': { picture: 6, face: { x: 762, y: 479, width: 185, height: 290 }, lean: -8 },
	'adult-05': { picture: 6, face: { x: 1591, y: 407, width: 218, height: 295 }, lean: 10 },
	'adult-06': { picture: 3, face: { x: 690, y: 469, width: 202, height: 279 }, lean: 0 },
	'adult-07': { picture: 3, face: { x: 1595, y: 433, width: 190, height: 259 }, lean: -4 },
	'adult-08': { picture: 4, face: { x: 755, y: 189, width: 187, height: 250 }, lean: 0 },
	'adult-09': { picture: 5, face: { x: 1197, y: 320, width: 159, height: 217 }, lean: 5 },
	'adult-10': { picture: 5, face: { x: 1503, y: 521, width: 179, height: 277 }, lean: -8 },
	'adult-11': { picture: 6, face: { x: 1268, y: 445, width: 189, height: 271 }, lean: 0 }
} as const satisfies Record<string, Portrait>;

export type PortraitId = keyof typeof PORTRAITS;
export const PORTRAIT_IDS = Object.keys(PORTRAITS).filter((id): id is PortraitId => id in PORTRAITS);

/** Pairs of portraits that show one person. */
export const SAME_PERSON: readonly (readonly [PortraitId, PortraitId])[] = [['adult-01', 'adult-02']];

export const isSamePerson = (a: PortraitId, b: PortraitId): boolean =>
	a === b || SAME_PERSON.some((pair) => pair.includes(a) && pair.includes(b));

export interface PortraitView {
	/** Pixels of the drawn picture. */
	width: number;
	height: number;
	/** Width of the face as a share of the picture's width. */
	faceShare: number;
	/** Where the middle of the face stands, as a share of the height. */
	faceMiddle: number;
}

/** Cuts one face out of its picture, upright, with whatever stands around it. */
export async function drawPortrait(id: PortraitId, view: PortraitView): Promise<Canvas> {
	const portrait: Portrait = PORTRAITS[id];
	const picture = await loadImage(await readFile(picturePath(portrait.picture)));
	const canvas = createCanvas(Math.round(view.width), Math.round(view.height));
	const context = canvas.getContext('2d');
	context.fillStyle = '#8c8a88';
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.imageSmoothingQuality = 'high';
	context.translate(view.width / 2, view.height * view.faceMiddle);
	context.rotate((-portrait.lean * Math.PI) / 180);
	const scale = (view.width * view.faceShare) / portrait.face.width;
	context.scale(scale, scale);
	context.drawImage(picture, -portrait.face.x, -portrait.face.y);
	return canvas;
}

function picturePath(picture: number): string {
	const name = `sample${picture}.jpg`;
	return specimenFile(name, () => {
		try {
			const require = createRequire(import.meta.url);
			return join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo', name);
		} catch (cause) {
			throw new Error('Specimens need the pictures of @vladmandic/face-api, which npm run build puts into build/', {
				cause
			});
		}
	});
}

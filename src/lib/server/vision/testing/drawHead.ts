import type { Canvas } from '@napi-rs/canvas';
import type { RgbImage } from '../types';
import { drawRoom, fadeAround } from './drawSelfie';
import { expressionOf, FACE_FEATURES, type Mimicry } from './faceFeatures';
import { drawPortrait, type PortraitId } from './portraits';
import { randomStream } from './random';
import { canvasPixels } from './specimen';
import { turnHead, type HeadPlace, type HeadTurn, type Layer } from './turnHead';

export interface HeadOptions {
	portrait?: PortraitId;
	/** Pixels; default 480 × 640. */
	width?: number;
	height?: number;
	/** Width of the face as a share of the picture's width; default 0.4. */
	faceShare?: number;
}

export type HeadState = HeadTurn & Mimicry;

/** Looks into the camera, eyes open, mouth at rest. */
export const AT_REST: HeadState = { yaw: 0, pitch: 0, eyesClosed: 0, smile: -0.6 };

/** A head that can turn, nod, close its eyes and smile before a camera. */
export interface DrawnHead {
	/** One frame as the sensor gives it; the seed is that of its noise, so that no two frames need be alike. */
	frame(state: HeadState, seed: number): RgbImage;
}

const FACE_MIDDLE = 0.46;

/**
 * A portrait projected on a generic head of three dimensions, in a plain room. What moves is what the models measure: pose,
 * the place of the nose between the eyes, lids and mouth. Nothing else of a living person is drawn.
 */
export async function openHead(options: HeadOptions = {}): Promise<DrawnHead> {
	const { portrait = 'adult-02', width = 480, height = 640, faceShare = 0.4 } = options;
	const features = FACE_FEATURES[portrait];
	if (!features) throw new RangeError(`Nobody has noted where the eyes and the mouth of ${portrait} are`);
	const canvas = await drawPortrait(portrait, { width, height, faceShare, faceMiddle: FACE_MIDDLE });
	fadeAround(canvas, width * faceShare);
	const layer = layerOf(canvas);
	const room = canvasPixels(drawRoom(width, height, 0.4));
	const place: HeadPlace = {
		x: width / 2,
		y: height * FACE_MIDDLE,
		width: width * faceShare,
		nose: features.nose
	};
	const grain = sensorGrain();
	return {
		frame(state, seed) {
			const turned = turnHead(layer, place, state, expressionOf(place, features, state));
			return withGrain(over(room, turned), grain, randomStream(seed * 7907 + 13).next());
		}
	};
}

const GRAIN_LENGTH = 65_521;

/** A sensor's noise, drawn once: a frame begins reading it at a place of its own. */
function sensorGrain(): Float32Array {
	const random = randomStream(41);
	return Float32Array.from({ length: GRAIN_LENGTH }, () => 1.7 * random.normal());
}

function withGrain({ width, height, data }: RgbImage, grain: Float32Array, share: number): RgbImage {
	const noisy = new Uint8ClampedArray(data.length);
	let at = Math.floor(share * GRAIN_LENGTH);
	for (let index = 0; index < data.length; index++) {
		noisy[index] = (data[index] ?? 0) + (grain[at] ?? 0);
		at = at + 1 < GRAIN_LENGTH ? at + 1 : 0;
	}
	return { width, height, data: new Uint8Array(noisy.buffer) };
}

function layerOf(canvas: Canvas): Layer {
	const { width, height } = canvas;
	return { width, height, data: canvas.getContext('2d').getImageData(0, 0, width, height).data };
}

function over(room: RgbImage, layer: Layer): RgbImage {
	const data = new Uint8Array(room.data.length);
	for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
		const cover = (layer.data[from + 3] ?? 0) / 255;
		for (let channel = 0; channel < 3; channel++)
			data[to + channel] = (layer.data[from + channel] ?? 0) * cover + (room.data[to + channel] ?? 0) * (1 - cover);
	}
	return { width: room.width, height: room.height, data };
}

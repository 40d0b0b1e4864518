import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { captureEffects } from './captureEffects';
import { drawPortrait, type PortraitId } from './portraits';
import { randomStream, type RandomStream } from './random';
import { canvasPixels, readJpeg, saveJpeg, type SpecimenDefects } from './specimen';
import type { Box, RgbImage } from '../types';

export interface SelfieOptions {
	seed?: number;
	portrait?: PortraitId;
	/** Pixels; default 720 × 960, a phone held upright. */
	width?: number;
	height?: number;
	/** Width of the face as a share of the shorter side; default 0.36. */
	faceShare?: number;
	/**
	 * Shows the picture as an attack instrument held before the camera, its border in view: a sheet with a white margin, or a
	 * screen in a dark bezel. `print` and `screenRecapture` then mark the instrument alone, not the room around it.
	 */
	heldOn?: 'sheet' | 'screen';
	defects?: Pick<SpecimenDefects, 'blur' | 'lowLight' | 'screenRecapture' | 'print' | 'glare' | 'jpegQuality'>;
}

export interface Selfie {
	image: RgbImage;
	jpeg: Buffer;
	truth: { portrait: PortraitId; face: Box };
}

/** A head and shoulders in a plain room: the portrait's own surroundings fade into a wall, so that no neighbour is left. */
export async function drawSelfie(options: SelfieOptions = {}): Promise<Selfie> {
	const { width, height } = { width: options.width ?? 720, height: options.height ?? 960 };
	const portrait = options.portrait ?? 'adult-03';
	const faceWidth = Math.min(width, height) * (options.faceShare ?? 0.36);
	const random = randomStream((options.seed ?? 1) * 6151 + 2);
	const canvas = drawRoom(width, height, random.between(0, 1));
	const head = await drawPortrait(portrait, { width, height, faceShare: faceWidth / width, faceMiddle: 0.46 });
	fadeAround(head, faceWidth);
	canvas.getContext('2d').drawImage(head, 0, 0);
	const { print, screenRecapture, ...camera } = options.defects ?? {};
	const held = options.heldOn && (await holdUp(canvas, options.heldOn, { print, screenRecapture }, random));
	const seen = await captureEffects(canvasPixels(held ?? canvas), held ? camera : (options.defects ?? {}), random);
	const jpeg = await saveJpeg(seen, options.defects?.jpegQuality ?? 92);
	const share = held ? HELD_SHARE : 1;
	const face = { width: (share * faceWidth) / width, height: (share * faceWidth * 1.32) / height };
	const middle = 0.5 - 0.04 * share;
	return {
		image: await readJpeg(jpeg),
		jpeg,
		truth: { portrait, face: { x: 0.5 - face.width / 2, y: middle - face.height / 2, ...face } }
	};
}

/** How much of the camera's picture, along each side, the picture on the instrument fills. */
const HELD_SHARE = 0.7;

/** The picture on a sheet or a screen, a degree or two askew in another room. */
async function holdUp(
	picture: Canvas,
	instrument: 'sheet' | 'screen',
	marks: Pick<SpecimenDefects, 'print' | 'screenRecapture'>,
	random: RandomStream
): Promise<Canvas> {
	const { width, height } = picture;
	const [innerWidth, innerHeight] = [Math.round(width * HELD_SHARE), Math.round(height * HELD_SHARE)];
	const shrunk = createCanvas(innerWidth, innerHeight);
	shrunk.getContext('2d').drawImage(picture, 0, 0, innerWidth, innerHeight);
	const marked = await loadImage(await saveJpeg(await captureEffects(canvasPixels(shrunk), marks, random), 98));
	const room = drawRoom(width, height, random.between(0, 1));
	const context = room.getContext('2d');
	const margin = Math.round(width * random.between(0.02, 0.06));
	context.translate(width / 2, height / 2);
	context.rotate(random.between(-0.035, 0.035));
	context.fillStyle = instrument === 'sheet' ? '#eceae4' : '#16171a';
	context.fillRect(
		-innerWidth / 2 - margin,
		-innerHeight / 2 - margin,
		innerWidth + 2 * margin,
		innerHeight + 2 * margin
	);
	context.drawImage(marked, -innerWidth / 2, -innerHeight / 2);
	context.resetTransform();
	return room;
}

export function drawRoom(width: number, height: number, tone: number): Canvas {
	const canvas = createCanvas(width, height);
	const context = canvas.getContext('2d');
	const wall = context.createRadialGradient(width * 0.3, height * 0.2, height * 0.1, width / 2, height / 2, height);
	wall.addColorStop(0, `hsl(${30 + 170 * tone} 14% 82%)`);
	wall.addColorStop(1, `hsl(${30 + 170 * tone} 16% 58%)`);
	context.fillStyle = wall;
	context.fillRect(0, 0, width, height);
	context.filter = `blur(${Math.round(width / 60)}px)`;
	context.fillStyle = 'rgba(90,80,70,0.35)';
	context.fillRect(width * 0.04, -20, width * 0.13, height * 0.5);
	context.fillStyle = 'rgba(250,250,245,0.4)';
	context.fillRect(width * 0.82, height * 0.1, width * 0.12, height * 0.3);
	// The next drawing on this canvas must be sharp again.
	context.filter = 'none';
	return canvas;
}

/** Keeps an ellipse around the head and a sloping chest, and lets the rest fade over a third of the face's width. */
export function fadeAround(canvas: Canvas, faceWidth: number): void {
	const { width, height } = canvas;
	const mask = createCanvas(width, height);
	const context = mask.getContext('2d');
	context.filter = `blur(${Math.round(faceWidth / 14)}px)`;
	context.beginPath();
	context.ellipse(width / 2, height * 0.46 - faceWidth * 0.12, faceWidth * 0.84, faceWidth * 1.0, 0, 0, 7);
	context.fill();
	context.beginPath();
	const neck = height * 0.46 + faceWidth * 0.6;
	context.moveTo(width / 2 - faceWidth * 0.62, neck - faceWidth * 0.2);
	context.quadraticCurveTo(
		width / 2 - faceWidth * 1.15,
		neck + faceWidth * 0.2,
		width / 2 - faceWidth * 1.2,
		height + 40
	);
	context.lineTo(width / 2 + faceWidth * 1.2, height + 40);
	context.quadraticCurveTo(
		width / 2 + faceWidth * 1.15,
		neck + faceWidth * 0.2,
		width / 2 + faceWidth * 0.62,
		neck - faceWidth * 0.2
	);
	context.fill();
	const target = canvas.getContext('2d');
	target.resetTransform();
	target.globalCompositeOperation = 'destination-in';
	target.drawImage(mask, 0, 0);
}

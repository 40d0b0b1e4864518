import type { FieldName } from '$lib/contract/slots';
import { loadImage } from '@napi-rs/canvas';
import sharp from 'sharp';
import { perspectiveBetween, transformPoint, type Matrix3 } from '../image/geometry';
import { warp } from '../image/warp';
import type { Box, MrzFormat, Point, RgbImage } from '../types';
import { curvedPage } from './curvedPage';
import { drawDesk } from './desk';
import { applyEdits, isEdited } from './edits';
import type { SpecimenPerson } from './people';
import type { PortraitId } from './portraits';
import { randomStream, type RandomStream } from './random';
import { createSheet, type Sheet } from './sheet';
import { takePicture } from './takePicture';

/** What is wrong with the picture, by name. Strengths run from 0 (nothing) to 1 (hopeless); they can be combined. */
export interface SpecimenDefects {
	glare?: number;
	blur?: number;
	/** 1 moves the corners by an eighth of the side. */
	perspective?: number;
	lowLight?: number;
	/** Share of the picture's right and lower side that is cut off. */
	crop?: number;
	/** Photographed from a screen: grid, moiré, blue cast. */
	screenRecapture?: number;
	/** Photographed from a print: dots, flat colours. */
	print?: number;
	/** A page that bows; 1 lifts its middle by a twelfth of its height. */
	curvature?: number;
	/** The shadow of a hand or a telephone over one side. */
	shadow?: number;
	/** Fibres and unevenness of the paper. */
	paperGrain?: number;
	/** Noise smoothed and edges sharpened, as telephones develop their pictures. */
	phonePipeline?: number;
	/** Degrees clockwise. */
	rotation?: number;
	/** Painted over in the finished picture: a text of one's own for the value of a printed field, in its type or in a lighter cut a little too high. */
	textEdit?: { field: FieldName; text: string; type?: 'other' };
	/** Another portrait pasted over the finished picture's own. */
	portraitSwap?: PortraitId;
	/** Letters of a printed field copied over others of the same field, in the finished picture. */
	digitCopy?: FieldName;
	/** 1…100, default 92. */
	jpegQuality?: number;
	/** 1…100, of the camera's own save, where the picture is edited or saved again; default `jpegQuality`. */
	cameraQuality?: number;
	/** Saved once more without a change, as an edited picture is. */
	resaved?: boolean;
}

export interface SpecimenOptions {
	/** Same seed and options, same bytes. Default 1. */
	seed?: number;
	person?: Partial<SpecimenPerson>;
	portrait?: PortraitId;
	/** Another person's in the small second portrait, or none; by default the portrait's own. Passports and licences. */
	ghostPortrait?: PortraitId | false;
	documentNumber?: string;
	/** Written into the machine-readable zone instead of what belongs there: line and place from 0. Passports. */
	zoneError?: { line: number; at: number; text: string };
	/** YYYY-MM-DD. */
	dateOfIssue?: string;
	dateOfExpiry?: string;
	/** `flat` fills the picture like a scan, `desk` (default) lies on a table with a margin. */
	scene?: 'flat' | 'desk';
	/** Default 11: a passport page is 1,375 pixels wide. */
	pixelsPerMm?: number;
	defects?: SpecimenDefects;
}

export interface SpecimenTruth {
	person: SpecimenPerson | null;
	portrait: PortraitId | null;
	/** As a correct reading gives them: dates YYYY-MM-DD, names as printed. */
	fields: Partial<Record<FieldName, string>>;
	mrz: { format: MrzFormat; lines: string[] } | null;
	barcode: string | null;
	/** Where things stand in the finished picture, by field name, `portrait`, `ghostPortrait`, `mrzLine1`…, `barcode`. */
	boxes: Record<string, Box>;
	/** Clockwise from the sheet's own top left. */
	corners: [Point, Point, Point, Point];
	/** What was painted over. */
	edited: Box | null;
}

export interface Specimen {
	image: RgbImage;
	/** The same picture as the upload that the image was decoded from. */
	jpeg: Buffer;
	truth: SpecimenTruth;
}

export type SheetTruth = Omit<SpecimenTruth, 'boxes' | 'corners' | 'edited'>;

/** Lays the sheet in its scene, photographs it with the defects asked for, and saves it as a JPEG. */
export async function photograph(sheet: Sheet, sheetTruth: SheetTruth, options: SpecimenOptions): Promise<Specimen> {
	const defects = options.defects ?? {};
	const random = randomStream((options.seed ?? 1) * 104_729 + 11);
	const placed = place(sheet, options.scene ?? 'desk', defects, random);
	const captured = await takePicture(placed.image, defects, options.seed ?? 1, random);
	const page = curvedPage(defects.curvature ?? 0);
	const cropped = cutOff(captured, placed.toPicture, defects.crop ?? 0);
	const boxes = Object.fromEntries(
		Object.entries(sheet.boxes).map(([name, box]) => [
			name,
			mapBox(defects.curvature ? page.box(box) : box, sheet, cropped.toPicture, cropped.image)
		])
	);
	const quality = defects.jpegQuality ?? 92;
	const resaved = defects.resaved ?? false;
	const isSavedTwice = resaved || isEdited(defects);
	const camera = await saveJpeg(cropped.image, (isSavedTwice ? defects.cameraQuality : undefined) ?? quality);
	const edited = await applyEdits(await readJpeg(camera), boxes, sheetTruth, defects, random);
	const jpeg =
		edited === null
			? resaved
				? await saveJpeg(await readJpeg(camera), quality)
				: camera
			: await saveJpeg(edited.image, quality);
	const corner = (x: number, y: number): Point => {
		const { width, height } = sheet.canvas;
		const bowed = page.point({ x, y });
		const point = transformPoint(cropped.toPicture, { x: bowed.x * width, y: bowed.y * height });
		return { x: point.x / cropped.image.width, y: point.y / cropped.image.height };
	};
	return {
		image: await readJpeg(jpeg),
		jpeg,
		truth: {
			...sheetTruth,
			boxes,
			corners: [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)],
			edited: edited?.box ?? null
		}
	};
}

export async function saveJpeg(image: RgbImage, quality: number): Promise<Buffer> {
	return sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
		.jpeg({ quality, chromaSubsampling: '4:2:0' })
		.toBuffer();
}

export async function readJpeg(jpeg: Uint8Array): Promise<RgbImage> {
	const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
	return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** The pixels of a canvas without alpha. */
export function canvasPixels(canvas: Sheet['canvas']): RgbImage {
	const rgba = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
	const data = new Uint8Array(canvas.width * canvas.height * 3);
	for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
		data[to] = rgba[from] ?? 0;
		data[to + 1] = rgba[from + 1] ?? 0;
		data[to + 2] = rgba[from + 2] ?? 0;
	}
	return { width: canvas.width, height: canvas.height, data };
}

/** Pixels onto a canvas, to draw on. */
export async function pixelsToCanvas(image: RgbImage): Promise<Sheet['canvas']> {
	const { canvas } = createSheet(image.width, image.height, 1);
	const png = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
		.png({ compressionLevel: 1 })
		.toBuffer();
	canvas.getContext('2d').drawImage(await loadImage(png), 0, 0);
	return canvas;
}

interface Placed {
	image: RgbImage;
	/** From the sheet's pixels to the picture's. */
	toPicture: Matrix3;
}

function place(sheet: Sheet, scene: 'flat' | 'desk', defects: SpecimenDefects, random: RandomStream): Placed {
	const curvature = defects.curvature ?? 0;
	const flat = canvasPixels(sheet.canvas);
	const source = curvature > 0 ? curvedPage(curvature).picture(flat) : flat;
	const { width, height } = source;
	const angle = ((defects.rotation ?? 0) * Math.PI) / 180;
	const margin = scene === 'desk' ? 0.07 : 0;
	const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
	const outer = { width: width * (1 + 2 * margin), height: height + 2 * margin * width };
	const size = {
		width: Math.round(outer.width * cos + outer.height * sin),
		height: Math.round(outer.width * sin + outer.height * cos)
	};
	const bend = (defects.perspective ?? 0) / 8;
	const corners = [
		[0, 0],
		[1, 0],
		[1, 1],
		[0, 1]
	].map(([u = 0, v = 0]): Point => {
		const x = (u - 0.5) * width * (1 - bend * random.next() * 1.4);
		const y = (v - 0.5) * height * (1 - bend * random.next() * 1.4);
		return {
			x: size.width / 2 + x * Math.cos(angle) - y * Math.sin(angle),
			y: size.height / 2 + x * Math.sin(angle) + y * Math.cos(angle)
		};
	});
	const sheetCorners = [
		{ x: 0, y: 0 },
		{ x: width, y: 0 },
		{ x: width, y: height },
		{ x: 0, y: height }
	];
	const toPicture = perspectiveBetween(sheetCorners, corners);
	if (toPicture === null) throw new Error('A specimen without an area');
	if (scene === 'flat' && bend === 0 && angle === 0 && curvature === 0) return { image: source, toPicture };
	const drawn = warp(source, toPicture, size.width, size.height);
	const white = { width, height, data: new Uint8Array(width * height * 3).fill(255) };
	const mask = warp(
		curvature > 0 ? curvedPage(curvature, false).picture(white) : white,
		toPicture,
		size.width,
		size.height,
		0
	);
	return { image: drawDesk(drawn, mask, random), toPicture };
}

function cutOff(image: RgbImage, toPicture: Matrix3, share: number): Placed {
	if (share <= 0) return { image, toPicture };
	const width = Math.max(16, Math.round(image.width * (1 - share)));
	const height = Math.max(16, Math.round(image.height * (1 - share / 2)));
	const data = new Uint8Array(width * height * 3);
	for (let y = 0; y < height; y++) {
		data.set(image.data.subarray(y * image.width * 3, (y * image.width + width) * 3), y * width * 3);
	}
	return { image: { width, height, data }, toPicture };
}

/** The upright rectangle around the mapped corners, cut at the picture's edges. */
function mapBox(box: Box, sheet: Sheet, toPicture: Matrix3, picture: RgbImage): Box {
	const { width, height } = sheet.canvas;
	const points = [
		[0, 0],
		[1, 0],
		[1, 1],
		[0, 1]
	].map(([u = 0, v = 0]) =>
		transformPoint(toPicture, { x: (box.x + u * box.width) * width, y: (box.y + v * box.height) * height })
	);
	const cut = (value: number): number => Math.min(1, Math.max(0, value));
	const left = cut(Math.min(...points.map(({ x }) => x)) / picture.width);
	const right = cut(Math.max(...points.map(({ x }) => x)) / picture.width);
	const top = cut(Math.min(...points.map(({ y }) => y)) / picture.height);
	const bottom = cut(Math.max(...points.map(({ y }) => y)) / picture.height);
	return { x: left, y: top, width: right - left, height: bottom - top };
}

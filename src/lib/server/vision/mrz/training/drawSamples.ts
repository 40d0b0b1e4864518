/** Cells of drawn rows, as printers, lights, lenses and files make them, each with its letter. */
import { createCanvas, loadImage, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { randomStream, type RandomStream } from '../../testing/random';
import { createSheet } from '../../testing/sheet';
import { letterIndex, MRZ_ALPHABET } from '../alphabet';
import { CELL_AREA, cutCell, rowLight, type GreyRow } from '../letterCell';
import { NO_LETTER } from '../letterNet';
import type { Samples } from './trainNet';

/**
 * Families and how often each is drawn: OCR-B as the standard has it, a sans and common monospaced faces as makers of
 * specimens and some states use. The last three must be installed where the net is trained.
 */
const FAMILIES: readonly [string, number][] = [
	['Specimen OCR B', 0.7],
	['Specimen Text', 0.05],
	['DejaVu Sans Mono', 0.09],
	['Liberation Mono', 0.16]
];

/** Letters a row; pixels of the pitch as drawn. */
const LETTERS = 40;
const PITCH = 24;
const MARGIN = 4;
const HEIGHT = 96;

export async function drawSamples(seed: number, rows: number): Promise<Samples> {
	createSheet(1, 1, 1);
	const perRow = LETTERS + 7;
	const cells = new Float32Array(rows * perRow * CELL_AREA);
	const labels = new Uint8Array(rows * perRow);
	for (let n = 0; n < rows; n++) {
		const random = randomStream(seed * 1_000_003 + n);
		const row = await drawRow(random);
		cutSamples(row, random, cells, labels, n * perRow);
	}
	return { cells, labels };
}

interface DrawnRow {
	grey: GreyRow;
	text: string;
	/** Middle of the first letter, pitch, middle line, and height of capitals, in pixels of the grey row; the slope of the row. */
	start: number;
	pitch: number;
	middle: number;
	slope: number;
	cap: number;
}

async function drawRow(random: RandomStream): Promise<DrawnRow> {
	const text = inventText(random);
	const width = PITCH * (LETTERS + 2 * MARGIN);
	const canvas = createCanvas(width, HEIGHT);
	const context = canvas.getContext('2d');
	paintPaper(context, width, random);
	const slope = random.between(-0.012, 0.012);
	const cap = paintText(context, text, slope, random);
	const scale = random.next() < 0.35 ? random.between(0.2, 0.45) : random.between(0.4, 1);
	const small = await degrade(canvas, scale, random);
	// The row is brought to about 16 pixels a pitch, whatever it came with, as rows are when they are read.
	const factor = (random.between(14, 18) / PITCH) * (small.width / (width * scale));
	const grey = resample(small, Math.round(width * factor), Math.round(HEIGHT * factor));
	return {
		grey,
		text,
		start: PITCH * (MARGIN + 0.5) * factor,
		pitch: PITCH * factor,
		middle: (HEIGHT / 2) * factor,
		slope,
		cap: cap * factor
	};
}

function inventText(random: RandomStream): string {
	let text = '';
	while (text.length < LETTERS) {
		const kind = random.next();
		if (kind < 0.12) text += '<'.repeat(1 + Math.floor(random.next() * 6));
		else if (kind < 0.5) text += random.letters('0123456789', 1 + Math.floor(random.next() * 6));
		else text += random.letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 1 + Math.floor(random.next() * 6));
	}
	return text.slice(0, LETTERS);
}

function paintPaper(context: SKRSContext2D, width: number, random: RandomStream): void {
	const light = random.between(150, 255);
	const paper = context.createLinearGradient(0, 0, width, random.between(-40, 40));
	paper.addColorStop(0, greyOf(light * random.between(0.75, 1)));
	paper.addColorStop(random.between(0.3, 0.7), greyOf(light));
	paper.addColorStop(1, greyOf(light * random.between(0.75, 1)));
	context.fillStyle = paper;
	context.fillRect(0, 0, width, HEIGHT);
	const layers = random.next() < 0.6 ? 1 + Math.floor(random.next() * 2) : 0;
	for (let layer = 0; layer < layers; layer++) {
		context.strokeStyle = greyOf(light * random.between(0.45, 1.1));
		context.globalAlpha = random.between(0.15, 0.6);
		context.lineWidth = random.between(0.6, 2);
		const [swing, length, gap] = [random.between(4, 30), random.between(60, 400), random.between(5, 16)];
		for (let y = -40; y < HEIGHT + 40; y += gap) {
			context.beginPath();
			for (let x = 0; x <= width; x += 8) context.lineTo(x, y + swing * Math.sin((6.283 * x) / length + y * 0.03));
			context.stroke();
		}
	}
	context.globalAlpha = 1;
	// The edge of a page or a strip beside the text.
	if (random.next() < 0.3) {
		context.fillStyle = greyOf(random.between(20, 200));
		const edge = PITCH * random.between(0, MARGIN - 1.2);
		if (random.next() < 0.5) context.fillRect(0, 0, edge, HEIGHT);
		else context.fillRect(width - edge, 0, edge, HEIGHT);
	}
}

const greyOf = (value: number): string => {
	const level = Math.round(Math.min(255, Math.max(0, value)));
	return `rgb(${level} ${level} ${level})`;
};

/** Letter by letter, their middles on the row's middle; gives the height of capitals. */
function paintText(context: SKRSContext2D, text: string, slope: number, random: RandomStream): number {
	const family = pickFamily(random);
	const size = PITCH * random.between(1.25, 1.5);
	context.font = `${family === 'Liberation Mono' && random.next() < 0.35 ? 700 : 400} ${size}px '${family}'`;
	context.textAlign = 'center';
	const ink = greyOf(random.next() < 0.7 ? random.between(0, 60) : random.between(40, 130));
	context.fillStyle = ink;
	context.strokeStyle = ink;
	const weight = random.next() < 0.4 ? random.between(0.2, 1.8) : 0;
	context.lineWidth = weight;
	const squeeze = random.between(0.86, 1.16);
	const cap = context.measureText('H').actualBoundingBoxAscent * squeeze;
	const slant = random.between(-0.07, 0.07);
	const turn = random.between(-0.02, 0.02);
	[...text].forEach((letter, k) => {
		context.save();
		const x = PITCH * (MARGIN + 0.5 + k) + random.normal() * 0.4;
		context.translate(x, HEIGHT / 2 + slope * (x - PITCH * (MARGIN + 0.5)));
		context.transform(1, slope + turn, slant, squeeze, 0, 0);
		const baseline = cap / squeeze / 2 + random.normal() * 0.3;
		context.fillText(letter, 0, baseline);
		if (weight > 0) context.strokeText(letter, 0, baseline);
		context.restore();
	});
	return cap;
}

function pickFamily(random: RandomStream): string {
	let left = random.next();
	for (const [family, share] of FAMILIES) if ((left -= share) < 0) return family;
	return 'Specimen OCR B';
}

/** Smaller, blurred, in a spot of light, noisy, and saved as a JPEG. */
async function degrade(canvas: Canvas, scale: number, random: RandomStream): Promise<GreyRow> {
	const [width, height] = [Math.round(canvas.width * scale), Math.round(canvas.height * scale)];
	const small = createCanvas(width, height);
	const context = small.getContext('2d');
	context.imageSmoothingQuality = 'high';
	context.drawImage(canvas, 0, 0, width, height);
	let grey = greyOfCanvas(context, width, height);
	if (random.next() < 0.6) grey = blur(grey, PITCH * scale * random.between(0.02, 0.11));
	const spot = random.next() < 0.3 ? random.between(60, 200) : 0;
	const [cx, reach] = [random.next() * width, width * random.between(0.1, 0.3)];
	const noise = random.next() ** 2 * 14;
	const exposure = random.between(0.35, 1.1);
	for (let i = 0; i < grey.data.length; i++) {
		const lit = (grey.data[i] as number) + spot * Math.exp(-((((i % width) - cx) / reach) ** 2));
		grey.data[i] = Math.min(255, Math.max(0, Math.min(262, lit) * exposure + noise * random.normal()));
	}
	return random.next() < 0.6 ? jpeg(grey, small, Math.round(random.between(45, 92))) : grey;
}

async function jpeg(grey: GreyRow, canvas: Canvas, quality: number): Promise<GreyRow> {
	const context = canvas.getContext('2d');
	const pixels = context.createImageData(grey.width, grey.height);
	for (let i = 0; i < grey.data.length; i++) {
		const value = grey.data[i] as number;
		pixels.data.set([value, value, value, 255], i * 4);
	}
	context.putImageData(pixels, 0, 0);
	context.drawImage(await loadImage(await canvas.encode('jpeg', quality)), 0, 0);
	return greyOfCanvas(context, grey.width, grey.height);
}

function greyOfCanvas(context: SKRSContext2D, width: number, height: number): GreyRow {
	const { data: rgba } = context.getImageData(0, 0, width, height);
	return { width, height, data: Float32Array.from({ length: width * height }, (_, i) => rgba[i * 4 + 1] ?? 0) };
}

/** Of the deviation asked for, by repeated mixing with the neighbours, each way. */
function blur(grey: GreyRow, sigma: number): GreyRow {
	const rounds = Math.ceil((sigma * sigma) / 0.6);
	const weight = (sigma * sigma) / 2 / rounds;
	let { data } = grey;
	for (let round = 0; round < rounds; round++) {
		for (const step of [1, grey.width]) {
			const next = new Float32Array(data);
			for (let i = step; i < data.length - step; i++) {
				const value = data[i] as number;
				next[i] = value + weight * ((data[i - step] as number) + (data[i + step] as number) - 2 * value);
			}
			data = next;
		}
	}
	return { ...grey, data };
}

function resample(grey: GreyRow, width: number, height: number): GreyRow {
	const data = new Float32Array(width * height);
	for (let y = 0; y < height; y++) {
		const cy = Math.min(grey.height - 1.001, Math.max(0, ((y + 0.5) * grey.height) / height - 0.5));
		const [y0, fy] = [Math.floor(cy), cy % 1];
		for (let x = 0; x < width; x++) {
			const cx = Math.min(grey.width - 1.001, Math.max(0, ((x + 0.5) * grey.width) / width - 0.5));
			const [at, fx] = [y0 * grey.width + Math.floor(cx), cx % 1];
			const mix = (i: number): number => (grey.data[i] ?? 0) * (1 - fx) + (grey.data[i + 1] ?? 0) * fx;
			data[y * width + x] = mix(at) * (1 - fy) + mix(at + grey.width) * fy;
		}
	}
	return { width, height, data };
}

/** Every letter, a little off its place; and seven places where no letter stands, or two halves. */
function cutSamples(row: DrawnRow, random: RandomStream, cells: Float32Array, labels: Uint8Array, at: number): void {
	const light = rowLight(row.grey);
	const tall = (row.cap / row.pitch) * random.between(0.9, 1.12);
	const [offX, offY] = [random.between(-0.09, 0.09), random.between(-0.08, 0.08)];
	const cut = (k: number, down: number, n: number): void => {
		const x = row.start + row.pitch * (k + offX + random.normal() * 0.02);
		const y = row.middle + row.slope * row.pitch * k + row.pitch * (offY + down + random.normal() * 0.015);
		cutCell(light, x, y, row.pitch, tall, cells, n * CELL_AREA);
	};
	for (let k = 0; k < LETTERS; k++) {
		cut(k, 0, at + k);
		labels[at + k] = letterIndex(row.text.charAt(k));
	}
	const places: [number, number][] = [
		[-1, 0],
		[-random.between(1, 3), 0],
		[LETTERS, 0],
		[LETTERS + random.between(0, 2), 0],
		[Math.floor(random.next() * (LETTERS - 1)) + random.between(0.36, 0.64), 0],
		[Math.floor(random.next() * (LETTERS - 1)) + random.between(0.36, 0.64), 0],
		[Math.floor(random.next() * LETTERS), (random.next() < 0.5 ? -1 : 1) * random.between(0.5, 0.9)]
	];
	places.forEach(([k, down], i) => {
		cut(k, down, at + LETTERS + i);
		labels[at + LETTERS + i] = NO_LETTER;
	});
}

/** For messages. */
export const className = (index: number): string => (index === NO_LETTER ? '∅' : MRZ_ALPHABET.charAt(index));

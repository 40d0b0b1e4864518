import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../types';
import { glareShareOf } from './glareShare';
import { measureImageQuality } from './measureImageQuality';
import { toGrey } from '../image';

describe('measureImageQuality', () => {
	it('finds nothing wrong with a sharp, evenly lit card, on white paper too', () => {
		expect(measureImageQuality(drawCard(), 'document').reasons).toEqual([]);
		expect(measureImageQuality(drawCard({ paper: '#ffffff' }), 'document').reasons).toEqual([]);
	});

	it('calls a blurred card blurred', async () => {
		expect(measureImageQuality(await blur(drawCard(), 6), 'document').reasons).toEqual(['image_blurred']);
	});

	it('calls a card in the dark dark, whatever its mean', () => {
		expect(measureImageQuality(scale(drawCard(), 0.25), 'document').reasons).toContain('image_too_dark');
	});

	it('does not call a bright card on a black table dark', () => {
		expect(measureImageQuality(drawCard({ table: '#000000', margin: 180 }), 'document').reasons).toEqual([]);
	});

	it('calls a reflection glare and white paper paper', () => {
		const { reasons, glareShare } = measureImageQuality(drawCard({ glareRadius: 150 }), 'document');
		expect(reasons).toEqual(['image_glare']);
		expect(glareShare).toBeGreaterThan(0.05);
		expect(glareShareOf(toGrey(drawCard({ paper: '#ffffff' })))).toBe(0);
	});

	it('asks documents for more pixels than faces', () => {
		const small = { width: 300, height: 200, data: new Uint8Array(300 * 200 * 3).fill(128) };
		expect(measureImageQuality(small, 'document').reasons).toContain('image_too_small');
		expect(measureImageQuality(small, 'face').reasons).not.toContain('image_too_small');
	});

	it.each([
		[1, 1],
		[1, 900],
		[20_000, 50]
	])('gives numbers for a picture of %i × %i', (width, height) => {
		for (const value of [0, 255]) {
			const flat = { width, height, data: new Uint8Array(width * height * 3).fill(value) };
			const quality = measureImageQuality(flat, 'document');
			expect([quality.sharpness, quality.brightness, quality.glareShare]).toEqual([0, value, 0]);
		}
	});
});

interface CardOptions {
	paper?: string;
	table?: string;
	margin?: number;
	glareRadius?: number;
}

function drawCard({ paper = '#dfe6ea', table = '#7a6a58', margin = 60, glareRadius = 0 }: CardOptions = {}): RgbImage {
	const canvas = createCanvas(1000, 640);
	const context = canvas.getContext('2d');
	context.fillStyle = table;
	context.fillRect(0, 0, 1000, 640);
	context.fillStyle = paper;
	context.fillRect(margin, margin, 1000 - 2 * margin, 640 - 2 * margin);
	context.fillStyle = '#222222';
	for (let y = margin + 40; y < 600 - margin; y += 36) {
		for (let x = margin + 30; x < 950 - margin; x += 18) context.fillRect(x, y, 9 + ((x * y) % 5), 16);
	}
	if (glareRadius > 0) {
		const light = context.createRadialGradient(480, 320, glareRadius, 480, 320, glareRadius * 1.6);
		light.addColorStop(0, 'rgba(255,255,255,1)');
		light.addColorStop(1, 'rgba(255,255,255,0)');
		context.fillStyle = light;
		context.fillRect(0, 0, 1000, 640);
	}
	const { data } = context.getImageData(0, 0, 1000, 640);
	return {
		width: 1000,
		height: 640,
		data: Uint8Array.from({ length: 1000 * 640 * 3 }, (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)] ?? 0)
	};
}

async function blur(image: RgbImage, sigma: number): Promise<RgbImage> {
	const { width, height } = image;
	const data = await sharp(image.data, { raw: { width, height, channels: 3 } })
		.blur(sigma)
		.raw()
		.toBuffer();
	return { width, height, data: new Uint8Array(data) };
}

const scale = (image: RgbImage, factor: number): RgbImage => ({
	...image,
	data: image.data.map((value) => value * factor)
});

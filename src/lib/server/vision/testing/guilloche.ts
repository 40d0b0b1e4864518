import type { Sheet } from './sheet';
import { randomStream } from './random';

export interface Tint {
	/** Two paper tones, left and right, and two line tones (CSS colours). */
	paper: readonly [string, string];
	lines: readonly [string, string];
}

/** Security print: a paper gradient under interlaced waves and rosettes, the lines finer than a letter's stroke. */
export function drawGuilloche(sheet: Sheet, tint: Tint, seed: number): void {
	const { context, width, height } = sheet;
	const random = randomStream(seed * 31 + 5);
	const paper = context.createLinearGradient(0, 0, width, height);
	paper.addColorStop(0, tint.paper[0]);
	paper.addColorStop(1, tint.paper[1]);
	context.fillStyle = paper;
	context.fillRect(0, 0, width, height);
	context.save();
	context.lineWidth = 0.09;
	for (let layer = 0; layer < 2; layer++) {
		context.strokeStyle = tint.lines[layer] ?? tint.lines[0];
		context.globalAlpha = 0.34;
		const swing = random.between(1.6, 3);
		const length = random.between(17, 30);
		const phase = random.between(0, 6);
		for (let row = -3; row < height + 3; row += 0.85)
			wave(sheet, row, swing, length, phase + row * 0.11 * (layer ? -1 : 1));
	}
	context.globalAlpha = 0.4;
	rosette(
		sheet,
		width * random.between(0.68, 0.8),
		height * random.between(0.35, 0.5),
		height * 0.27,
		9,
		tint.lines[0]
	);
	rosette(
		sheet,
		width * random.between(0.42, 0.52),
		height * random.between(0.5, 0.62),
		height * 0.2,
		7,
		tint.lines[1]
	);
	context.restore();
}

function wave({ context, width }: Sheet, y: number, swing: number, length: number, phase: number): void {
	context.beginPath();
	for (let x = 0; x <= width; x += 0.6) {
		const offset = Math.sin(x / (length / 6.28) + phase) + 0.45 * Math.sin(x / (length / 15.3) - phase * 1.7);
		if (x === 0) context.moveTo(x, y + swing * offset);
		else context.lineTo(x, y + swing * offset);
	}
	context.stroke();
}

/** A hypotrochoid family: what a spirograph or a geometric lathe draws. */
function rosette({ context }: Sheet, x: number, y: number, radius: number, petals: number, colour: string): void {
	context.strokeStyle = colour;
	for (let ring = 0; ring < 7; ring++) {
		const inner = radius * (0.42 + ring * 0.075);
		context.beginPath();
		for (let step = 0; step <= 360; step++) {
			const angle = (step * Math.PI) / 180;
			const reach = inner * (1 + 0.24 * Math.sin(petals * angle + ring * 0.5));
			const point = [x + reach * Math.cos(angle), y + reach * Math.sin(angle)] as const;
			if (step === 0) context.moveTo(...point);
			else context.lineTo(...point);
		}
		context.stroke();
	}
}

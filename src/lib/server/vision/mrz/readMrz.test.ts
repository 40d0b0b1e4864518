import { describe, expect, it } from 'vitest';
import { drawZone, inventZone, randomStream } from '../testing';
import type { MrzFormat, RgbImage } from '../types';
import type { ReadLine } from './findZone';
import { checkDigit } from './checkDigit';
import { zoneClasses } from './lattice';
import { readMrz } from './readMrz';

const NO_CLASSES = zoneClasses(['']);

/** Drawn flat and small, so that the boxes of the lines are known without a model. */
async function drawn(format: MrzFormat, lines: readonly string[], seed = 1, pixelsPerMm = 7) {
	const { image, truth } = await drawZone({ format, lines, seed, scene: 'flat', pixelsPerMm });
	return { image, boxes: lines.map((text, i) => boxed(text, truth.boxes[`mrzLine${i + 1}`], image)) };
}

/** A box a fifth wider than the letters are high, as a detector draws it. */
function boxed(
	text: string,
	box: { x: number; y: number; width: number; height: number } | undefined,
	image: RgbImage
) {
	if (!box) throw new Error('a line without a box');
	const grow = 0.2 * box.height * image.height;
	const [left, right] = [box.x * image.width - grow, (box.x + box.width) * image.width + grow];
	const [top, bottom] = [box.y * image.height - grow, (box.y + box.height) * image.height + grow];
	const corners: ReadLine['corners'] = [
		{ x: left, y: top },
		{ x: right, y: top },
		{ x: right, y: bottom },
		{ x: left, y: bottom }
	];
	return { text, corners };
}

const read = async (format: MrzFormat, lines: readonly string[], seed = 1) => {
	const { image, boxes } = await drawn(format, lines, seed);
	return readMrz(NO_CLASSES, image, boxes);
};

const FORMATS: readonly MrzFormat[] = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B', 'FRA-ID', 'FRA-DL'];
const TD3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'];

describe('readMrz', () => {
	it.each(FORMATS)('reads drawn zones of %s whatever state and name they carry', async (format) => {
		for (const seed of [901, 902]) {
			const lines = inventZone(format, seed);
			expect(await read(format, lines, seed)).toMatchObject({ format, lines, valid: true });
		}
	});

	it.each([
		['documentNumber', 9],
		['dateOfBirth', 19],
		['dateOfExpiry', 27],
		['optionalData', 42],
		['composite', 43]
	] as const)('gives a wrong digit of %s as printed, and the zone invalid', async (check, place) => {
		const [first = '', second = ''] = TD3;
		const printed = second.slice(0, place) + String((Number(second[place]) + 3) % 10) + second.slice(place + 1);
		const mrz = await read('TD3', [first, printed]);
		expect(mrz).toMatchObject({ lines: [first, printed], valid: false });
		expect(mrz?.checks[check]).toBe('invalid');
	});

	it('never mends a document in print: one letter changed is read as changed, or not accepted', async () => {
		const random = randomStream(77);
		for (let n = 0; n < 10; n++) {
			const format = FORMATS[n % 5] ?? 'TD3';
			const lines = inventZone(format, 950 + n);
			const at = format === 'TD1' ? 0 : 1;
			const place = format === 'TD1' ? 5 + Math.floor(random.next() * 9) : Math.floor(random.next() * 9);
			const letter = random.pick(['3', '8', 'B', 'S', '5', 'K', '1', 'O', '0']);
			const printed = lines.map((line, i) => (i === at ? line.slice(0, place) + letter + line.slice(place + 1) : line));
			const mrz = await read(format, printed, 950 + n);
			if (mrz?.valid) expect(mrz.lines).toEqual(printed);
		}
	});

	it.each(['C1USA', 'C2USA'])('reads %s of a green card, whose second letter is a digit', async (start) => {
		const lines = [
			`${start}0000007032LIN0000007040<<`.padEnd(30, '<'),
			'7408122F2104152KHM<<<<<<<<<<<2',
			'TEST<<VOID<<<<<<<<<<<<<<<<<<<<'
		];
		expect(await read('TD1', withDigits(lines))).toMatchObject({ lines: withDigits(lines), valid: true });
	});

	it.each([
		['a document code', 0, 0, 'TS'],
		['a sex', 1, 7, 'H'],
		['a month', 1, 2, '93'],
		['a digit in a state', 0, 3, '7'],
		['a digit in a name', 2, 3, '4']
	] as const)('gives %s that the standard rules out as printed, and the zone invalid', async (_, line, place, text) => {
		const lines = inventZone('TD1', 903).map((each, i) =>
			i === line ? each.slice(0, place) + text + each.slice(place + text.length) : each
		);
		expect(await read('TD1', withDigits(lines))).toMatchObject({
			format: 'TD1',
			lines: withDigits(lines),
			valid: false
		});
	});

	it('calls no larger card valid that may be a passport cut off at its end', async () => {
		const short = TD3.map((line) => line.slice(0, 36));
		const [first = '', second = ''] = short;
		const digit = checkDigit(second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 35));
		const lines = [first, second.slice(0, 35) + String(digit)];
		const { image, boxes } = await drawn('TD2', lines);
		expect(await readMrz(NO_CLASSES, image, boxes)).toMatchObject({ format: 'TD2', valid: true });
		const cut = cutAt(0.985, image, boxes);
		expect(await readMrz(NO_CLASSES, cut.image, cut.boxes)).toMatchObject({ format: 'TD2', lines, valid: false });
	});

	it('follows a row that bends', async () => {
		const { image, boxes } = await drawn('TD3', TD3);
		expect(await readMrz(NO_CLASSES, bent(image, 5), boxes)).toMatchObject({ lines: TD3, valid: true });
	});

	it('takes the valid one of two documents in one picture', async () => {
		const wrong = [TD3[0] ?? '', (TD3[1] ?? '').replace('L898902C36', 'L898902C37')];
		const [one, two] = [await drawn('TD3', wrong), await drawn('TD3', TD3)];
		const image = below(one.image, two.image);
		const moved = two.boxes.map(({ text, corners: [a, b, c, d] }) => {
			const down = (p: { x: number; y: number }) => ({ x: p.x, y: p.y + one.image.height });
			return { text, corners: [down(a), down(b), down(c), down(d)] as ReadLine['corners'] };
		});
		expect(await readMrz(NO_CLASSES, image, [...one.boxes, ...moved])).toMatchObject({ lines: TD3, valid: true });
	});

	it('calls no visa valid that the picture cuts off where a shorter format would end', async () => {
		const lines = [`V<UTOERIKSSON<<ANNA<MARIA${'<'.repeat(19)}`, `L8988901C4XXX4009078F9612109${'<'.repeat(16)}`];
		const { image, boxes } = await drawn('MRV-A', lines);
		const cut = cutAt(0.83, image, boxes);
		expect((await readMrz(NO_CLASSES, cut.image, cut.boxes))?.valid ?? false).toBe(false);
	});

	it('never throws on pictures that hold nothing', async () => {
		const { boxes } = await drawn('TD3', TD3);
		for (const [width, height, value] of [
			[1, 1, 0],
			[300, 200, 0],
			[300, 200, 255],
			[4000, 3, 128]
		] as const) {
			const image = { width, height, data: new Uint8Array(width * height * 3).fill(value) };
			expect((await readMrz(NO_CLASSES, image, boxes))?.valid ?? false).toBe(false);
			expect(await readMrz(NO_CLASSES, image, [])).toBeNull();
		}
	});

	it('calls a page of fillers no valid zone', async () => {
		const mrz = await read('TD3', ['<'.repeat(44), '<'.repeat(44)]);
		expect(mrz?.valid ?? false).toBe(false);
	});
});

/** What is left of a picture and its lines at a share of the way to the lines' right end. */
function cutAt(share: number, image: RgbImage, boxes: readonly ReadLine[]) {
	const [, right] = boxes[0]?.corners ?? [];
	const width = Math.round((right?.x ?? 0) * share);
	const data = new Uint8Array(width * image.height * 3);
	for (let y = 0; y < image.height; y++)
		data.set(image.data.subarray(y * image.width * 3, (y * image.width + width) * 3), y * width * 3);
	const inside = boxes.map(({ text, corners: [a, b, c, d] }) => ({
		text,
		corners: [a, { ...b, x: width - 1 }, { ...c, x: width - 1 }, d] as ReadLine['corners']
	}));
	return { image: { width, height: image.height, data }, boxes: inside };
}

/** A card's lines with all four digits of TD1 as they should be. */
function withDigits([first = '', second = '', third = '']: readonly string[]): string[] {
	const digitOf = (text: string) => String(checkDigit(text) ?? 0);
	const number = first.slice(0, 14) + digitOf(first.slice(5, 14)) + first.slice(15);
	const dates = second.slice(0, 6) + digitOf(second.slice(0, 6)) + second.slice(7, 14) + digitOf(second.slice(8, 14));
	const middle = dates + second.slice(15, 29);
	return [
		number,
		middle + digitOf(number.slice(5) + middle.slice(0, 7) + middle.slice(8, 15) + middle.slice(18)),
		third
	];
}

/** Columns moved down by up to `pixels`, most in the middle. */
function bent({ width, height, data }: RgbImage, pixels: number): RgbImage {
	const out = new Uint8Array(data.length);
	for (let x = 0; x < width; x++) {
		const by = Math.round(pixels * Math.sin((Math.PI * x) / width));
		for (let y = 0; y < height; y++) {
			const from = (Math.max(0, y - by) * width + x) * 3;
			out.set(data.subarray(from, from + 3), (y * width + x) * 3);
		}
	}
	return { width, height, data: out };
}

function below(upper: RgbImage, lower: RgbImage): RgbImage {
	const data = new Uint8Array(upper.data.length + lower.data.length);
	data.set(upper.data);
	data.set(lower.data, upper.data.length);
	return { width: upper.width, height: upper.height + lower.height, data };
}

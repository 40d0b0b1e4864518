import { expect, it } from 'vitest';
import { resample } from './resample';
import { resize } from './resize';

const picture = (width: number, height: number, data: Uint8Array = new Uint8Array(width * height * 3)) => {
	for (let i = 0; i < data.length; i++) {
		const [x, y] = [(Math.floor(i / 3) % width) / width, Math.floor(i / 3 / width) / height];
		data[i] = 128 + 100 * Math.sin(9 * x + (i % 3)) * Math.cos(7 * y);
	}
	return { width, height, data };
};

it.each([
	['shrunk', picture(640, 420), { width: 200, height: 131 }],
	['enlarged', picture(120, 80), { width: 200, height: 131 }]
])('gives what the plain filter gives, %s', async (_, image, to) => {
	const fast = await resample(image, to);
	const plain = resize(image, to.width, to.height);
	expect(fast.data).toHaveLength(plain.data.length);
	const total = plain.data.reduce((sum, value, i) => sum + Math.abs(value - (fast.data[i] ?? 0)), 0);
	expect(total / plain.data.length).toBeLessThan(2);
});

it('reads a picture in shared memory', async () => {
	const own = picture(90, 70);
	const shared = picture(90, 70, new Uint8Array(new SharedArrayBuffer(90 * 70 * 3)));
	const to = { width: 31, height: 20 };
	expect(await resample(shared, to)).toEqual(await resample(own, to));
});

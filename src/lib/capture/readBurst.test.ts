import { describe, expect, it } from 'vitest';
import { packBurst } from './recordBurst';
import { readBurst } from '$lib/server/rest/readBurst';

const times = Array.from({ length: 12 }, (_, index) => ({
	atMs: index * 200,
	step: Math.min(2, Math.floor(index / 4))
}));
const frames = times.map((_, index) => new Blob([Uint8Array.of(0xff, 0xd8, 0xff, index)], { type: 'image/jpeg' }));
const put = (body: Blob | FormData | string, type?: string) =>
	readBurst(
		new Request('http://localhost/', {
			method: 'PUT',
			body,
			...(type && { headers: { 'content-type': type } })
		})
	);

describe('readBurst', () => {
	it('reads what the page sends, and what any client library makes of a form', async () => {
		const sent = packBurst({ frames, times }, 'challenge', 'Front camera');
		const form = new FormData();
		form.append('burst', JSON.stringify({ challenge: 'challenge', frames: times, camera: 'Front camera' }));
		for (const frame of frames) form.append('frame', frame);
		for (const read of [await put(sent, sent.type), await put(form)]) {
			expect(read.burst).toEqual({ challenge: 'challenge', frames: times, camera: 'Front camera' });
			expect(read.frames.map((frame) => frame[3])).toEqual(times.map((_, index) => index));
		}
	});

	it.each([
		['JSON', '{}', 'application/json'],
		['a form without its end', '--x\r\n', 'multipart/form-data; boundary=x'],
		['a form without a boundary', 'x', 'multipart/form-data']
	])('refuses %s with the reason', async (_, body, type) => {
		await expect(put(body, type)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
	});

	it('refuses unknown parts', async () => {
		const form = new FormData();
		form.append('other', 'x');
		await expect(put(form)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
	});
});

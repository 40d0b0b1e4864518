import { describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { parseJson, readBytes, readJson } from './readBody';

const request = (body: BodyInit | null, headers: Record<string, string> = {}) =>
	new Request('http://localhost/', {
		method: 'POST',
		body,
		headers,
		...(body instanceof ReadableStream ? { duplex: 'half' } : {})
	});
const json = (text: string) => parseJson(Buffer.from(text), CreateSessionInput);

describe('readBody', () => {
	it('takes no body, an empty body and {} alike', async () => {
		for (const body of [null, '', '{}', '  '])
			expect(await readJson(request(body), CreateSessionInput)).toEqual({ expiresInSeconds: 86_400 });
	});

	it('refuses an announced size without reading, and cuts off one that turns out too large', async () => {
		let pulled = 0;
		const endless = new ReadableStream<Uint8Array>({
			pull(controller) {
				pulled += 1;
				controller.enqueue(new Uint8Array(1024));
			}
		});
		const announced = { 'content-length': '15728641' };
		await expect(readBytes(request('x', announced), 15_728_640)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
		await expect(readBytes(request(endless), 10_240)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
		expect(pulled).toBeLessThan(20);
		expect(await readBytes(request(new Uint8Array(1000)), 1000)).toHaveLength(1000);
	});

	it('says so when the framework withheld a body that has no Content-Type', async () => {
		await expect(readBytes(request(null, { 'content-length': '10' }), 100)).rejects.toMatchObject({
			code: 'VALIDATION_FAILED',
			fields: [{ path: 'Content-Type' }]
		});
	});

	it('refuses unknown fields by their path, and never drops them', () => {
		const attempt = () => json('{"policy":{"minimumAge":18,"surprise":1},"extra":true}');
		expect(attempt).toThrow(
			expect.objectContaining({
				code: 'VALIDATION_FAILED',
				fields: expect.arrayContaining([
					{ path: 'extra', message: 'is not a known field' },
					{ path: 'policy.surprise', message: 'is not a known field' }
				]) as unknown
			})
		);
	});

	it.each([
		['not JSON', '{'],
		['another encoding', '\\xff'],
		['an array', '[]'],
		['a short secret', '{"webhookSecret":"short"}'],
		['a lone surrogate', '{"externalUserId":"\\ud800"}'],
		['a NUL', '{"externalUserId":"a\\u0000b"}'],
		['a date that is none', '{"expectedDetails":{"dateOfBirth":"2026-13-01"}}'],
		['an expiry too far', '{"expiresInSeconds":604801}'],
		['a lone surrogate in metadata', '{"metadata":{"a":["\\udc00"]}}'],
		['a lone surrogate in a name of metadata', '{"metadata":{"a":{"\\ud800":1}}}'],
		['a NUL in metadata', '{"metadata":{"a":"\\u0000"}}'],
		['a name given twice', '{"metadata":{"a":1,"a":2}}'],
		['a name that would be lost', '{"metadata":{"__proto__":{"a":1}}}'],
		['100,000 levels', `{"metadata":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`],
		['wrong types', '{"externalUserId":1,"metadata":[],"policy":"no","expiresInSeconds":"3600"}'],
		['metadata of 20 KiB', JSON.stringify({ metadata: { a: 'x'.repeat(20_000) } })]
	])('refuses %s with a code', (_, text) => {
		expect(() => json(text)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
	});

	it('keeps emoji and the order of metadata', () => {
		const { metadata } = json('{"metadata":{"b":"👋🏽","a":[1,{"c":null}]}}');
		expect(JSON.stringify(metadata)).toBe('{"b":"👋🏽","a":[1,{"c":null}]}');
	});
});

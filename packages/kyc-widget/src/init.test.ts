import { describe, expect, it } from 'vitest';
import { init } from './pure.js';
import type { MountOptions } from './types.js';

const key = { publishableKey: 'pk_test_00' };
const session = { sessionId: 'a', clientSecret: 'kvs_0' };

describe('init() and mount()', () => {
	it('throw for an option that does not exist, and name those that do', () => {
		// @ts-expect-error The types say so as well.
		expect(() => init({ ...key, origin: 'https://verify.example' })).toThrow(
			'init(): there is no option "origin", only publishableKey, host'
		);
		// @ts-expect-error The types say so as well.
		expect(() => init(key).mount(null, { ...session, onDone: () => {} })).toThrow('there is no option "onDone"');
	});

	it('throw for a host that is no address of a server', () => {
		for (const host of ['verify.example', 'javascript:alert(1)', 'ftp://verify.example'])
			expect(() => init({ ...key, host })).toThrow(TypeError);
	});

	it('take callbacks with the types that they are called with', () => {
		const options: MountOptions = {
			...session,
			onStep: ({ step, index, total }) => `${step} ${index + total}`,
			// @ts-expect-error There is no such part of a result.
			onComplete: ({ approved }) => approved,
			// @ts-expect-error A code is a text.
			onError: ({ code }) => code + 1 === 2
		};
		// @ts-expect-error Without a session there is nothing to mount.
		const missing: MountOptions = { onReady: () => undefined };
		expect(Object.keys({ ...options, ...missing })).toContain('sessionId');
	});
});

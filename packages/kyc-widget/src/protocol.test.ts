import { expect, it } from 'vitest';
import { hostOf } from './init.js';
import { readFrameMessage, readStart } from './protocol.js';

const step = { type: 'uniicy:step', version: 1, sessionId: 'a', step: 'selfie', index: 2, total: 4 };

it('knows the messages of the protocol', () => {
	expect(readFrameMessage(step)).toEqual(step);
	expect(readFrameMessage({ type: 'uniicy:hello', version: 1 })).not.toBeNull();
	expect(readStart({ type: 'uniicy:start', version: 1, sessionId: 'a', clientSecret: 'kvs_1' })).not.toBeNull();
});

it.each([
	null,
	undefined,
	'uniicy:ready',
	7,
	[],
	{},
	{ ...step, version: 2 },
	{ ...step, index: '2' },
	{ ...step, type: 'uniicy:start' },
	{ ...step, type: '__proto__' },
	{ ...step, type: 'constructor' },
	Object.create(step),
	new Proxy({}, { get: () => 'uniicy:step' })
])('takes nothing else: %#', (data) => {
	expect(readFrameMessage(data)).toBeNull();
	expect(readStart(data)).toBeNull();
});

it('talks to the server that served the script, and to nobody else who serves a copy', () => {
	expect(hostOf('https://verify.example.com/sdk/kyc-widget.js')).toBe('https://verify.example.com');
	expect(hostOf('http://localhost:3000/sdk/kyc-widget.iife.js?v=1')).toBe('http://localhost:3000');
	for (const elsewhere of ['https://esm.sh/@uniicy/kyc-widget', 'file:///sdk/kyc-widget.js', '', null, undefined])
		expect(hostOf(elsewhere)).toBe('https://verify.uniicy.com');
});

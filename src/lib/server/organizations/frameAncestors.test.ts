import { describe, expect, it } from 'vitest';
import { ancestorsOf, parseOrigin } from './frameAncestors';

describe('who may frame the embedded page', () => {
	it('is any https page, and in test a page of this machine, until origins are named', () => {
		expect(ancestorsOf([], 'live')).toBe('https:');
		expect(ancestorsOf([], 'test')).toBe('https: http://localhost:* http://127.0.0.1:*');
		expect(ancestorsOf(['https://a.example', 'https://b.example:8443'], 'live')).toBe(
			'https://a.example https://b.example:8443'
		);
	});

	it.each([
		['https://shop.example', 'https://shop.example'],
		['https://Shop.Example/', 'https://shop.example'],
		['https://shop.example:443', 'https://shop.example'],
		['https://shop.example:8443', 'https://shop.example:8443'],
		['https://bücher.example', 'https://xn--bcher-kva.example']
	])('takes %s', (text, origin) => {
		expect(parseOrigin(text, 'live')).toBe(origin);
	});

	it.each([
		'http://shop.example',
		'http://localhost:3000',
		'https://*.example',
		'https://shop.example/pay',
		'https://shop.example?x',
		'https://shop.example#x',
		'https://me@shop.example',
		'shop.example',
		'*',
		"https://shop.example; script-src 'unsafe-inline'",
		'https://a.example https://b.example',
		''
	])('refuses %j for live', (text) => {
		expect(parseOrigin(text, 'live')).toBeNull();
	});

	it('takes a page of this machine in test', () => {
		expect(parseOrigin('http://localhost:3000', 'test')).toBe('http://localhost:3000');
		expect(parseOrigin('http://localhost.evil.example', 'test')).toBeNull();
	});
});

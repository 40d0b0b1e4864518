import { describe, expect, it } from 'vitest';
import { classifyAddress, isInRanges, parseCidr } from './ipAddress';
import { ALLOWED_URLS, REFUSED_ADDRESSES, REFUSED_URLS } from './refusedUrls';
import { checkUrlText, isAddressAllowed } from './urlPolicy';

const closed = { allowLoopback: false, allowCidrs: [] };
const loopbackOpen = { allowLoopback: true, allowCidrs: [] };

describe('the text of an outbound URL', () => {
	it('is put to the test by at least 150 hostile URLs, none of them twice', () => {
		expect(new Set(REFUSED_URLS).size).toBe(REFUSED_URLS.length);
		expect(REFUSED_URLS.length).toBeGreaterThanOrEqual(150);
	});

	it.each(REFUSED_URLS)('refuses %j', (url) => {
		expect(checkUrlText(url, closed).ok).toBe(false);
	});

	it.each(ALLOWED_URLS)('allows %j', (url) => {
		expect(checkUrlText(url, closed)).toMatchObject({ ok: true });
	});

	it.each([
		['gopher://example.com/', 'scheme_refused'],
		['http://a:b@example.com/', 'userinfo_refused'],
		['http://example.com:22/', 'port_refused'],
		['http://169.254.169.254/', 'address_refused'],
		['nonsense', 'url_invalid']
	])('says why it refuses %s', (url, reason) => {
		expect(checkUrlText(url, closed)).toEqual({ ok: false, reason });
	});

	it.each([
		'http://localhost:4000/',
		'http://127.0.0.1:4000/',
		'http://[::1]:4000/',
		'http://a.localhost:4000/',
		'http://0x7f.1/'
	])('allows %s only where loopback is allowed', (url) => {
		expect(checkUrlText(url, closed).ok).toBe(false);
		expect(checkUrlText(url, loopbackOpen).ok).toBe(true);
	});

	it.each([
		'http://10.0.0.1/',
		'http://169.254.169.254/',
		'http://[::ffff:127.0.0.1]/',
		'http://[fe80::1]/',
		'http://0.0.0.0/'
	])('opens nothing but loopback where loopback is allowed: %s', (url) => {
		expect(checkUrlText(url, loopbackOpen).ok).toBe(false);
	});

	it('allows exactly the ranges that the operator opened', () => {
		const rules = { allowLoopback: false, allowCidrs: ['10.1.0.0/16', 'fd00:1::/32', '192.168.7.7'] };
		const allowed = (url: string) => checkUrlText(url, rules).ok;
		expect(['http://10.1.2.3/', 'https://[fd00:1::5]/', 'http://192.168.7.7/'].map(allowed)).toEqual([
			true,
			true,
			true
		]);
		expect(
			['http://10.2.0.1/', 'https://[fd00:2::5]/', 'http://192.168.7.8/', 'http://127.0.0.1/'].map(allowed)
		).toEqual([...[false, false, false, false]]);
	});
});

describe('addresses', () => {
	it.each(REFUSED_ADDRESSES)('%j is not public', (address) => {
		expect(classifyAddress(address)).not.toBe('public');
		expect(isAddressAllowed(address, closed)).toBe(false);
	});

	it('are compared bit by bit with a range, also where the prefix ends inside a byte', () => {
		expect(isInRanges('172.31.255.255', ['172.16.0.0/12'])).toBe(true);
		expect(isInRanges('172.32.0.0', ['172.16.0.0/12'])).toBe(false);
		expect(isInRanges('8.8.8.8', ['0.0.0.0/0'])).toBe(true);
		expect(isInRanges('::1', ['0.0.0.0/0'])).toBe(false);
	});

	it.each(['', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/8/8', '10.0.0.0/-1', '10.0.0.0/ 8', 'fd00::/129', 'x/8'])(
		'no range is read from %j',
		(cidr) => {
			expect(parseCidr(cidr)).toBeNull();
		}
	);
});

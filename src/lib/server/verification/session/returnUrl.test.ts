import { describe, expect, it } from 'vitest';
import { buildReturnUrl, usableReturnUrl } from './returnUrl';

const ID = '9c2e1f34-0000-4000-8000-00000000b3a4';

describe('returnUrl', () => {
	it('appends session_id and status in the order of the guide', () => {
		expect(buildReturnUrl('https://tenant.example/kyc/done', ID, 'pending_review')).toBe(
			`https://tenant.example/kyc/done?session_id=${ID}&status=pending_review`
		);
	});

	it('keeps the own query and fragment of the URL', () => {
		expect(buildReturnUrl('https://tenant.example/a?x=1&y=%20z#part', ID, 'none')).toBe(
			`https://tenant.example/a?x=1&y=%20z&session_id=${ID}&status=none#part`
		);
	});

	const SCHEMES = 'javascript data vbscript file blob ftp about ws wss chrome intent mailto tel sms view-source'.split(
		' '
	);
	const MASKS: ((scheme: string) => string)[] = [
		(scheme) => `${scheme}:x`,
		(scheme) => `${scheme.toUpperCase()}://tenant.example`,
		(scheme) => ` ${scheme}://tenant.example`,
		(scheme) => `\u0000${scheme}:x`,
		(scheme) => `${scheme.slice(0, 2)}\t${scheme.slice(2)}:x`,
		(scheme) => `${scheme}:https://tenant.example`
	];
	it.each(SCHEMES.flatMap((scheme) => MASKS.map((mask) => mask(scheme))))('ignores %j, masked or not', (text) => {
		expect(usableReturnUrl(text)).toBeNull();
	});

	it.each([
		'javascript:alert(1)',
		'JaVaScRiPt:alert(1)',
		'data:text/html,x',
		'//evil.example/x',
		'/relative',
		'ftp://tenant.example/',
		'https:\\\\evil.example',
		'https://tenant.example/\r\nSet-Cookie: a=b',
		' https://tenant.example',
		'java\tscript:alert(1)',
		'vbscript:x',
		'file:///etc/passwd',
		'blob:https://tenant.example/1',
		''
	])('ignores %j', (text) => {
		expect(usableReturnUrl(text)).toBeNull();
	});

	it('leads only to origins of the list, where there is one', () => {
		const list = ['https://tenant.example', 'http://localhost:4000'];
		for (const good of ['https://tenant.example/done?a=1#b', 'https://TENANT.example:443/', 'http://localhost:4000'])
			expect(usableReturnUrl(good, list)).toBe(good);
		for (const bad of [
			'https://evil.example/done',
			'http://tenant.example/',
			'https://tenant.example:8443/',
			'https://tenant.example.evil.example/',
			'https://tenant.example@evil.example/',
			'https://evil.example/https://tenant.example',
			'http://localhost:4001/'
		])
			expect(usableReturnUrl(bad, list), bad).toBeNull();
	});

	it('takes http and https', () => {
		expect(usableReturnUrl('http://localhost:4000/done')).toBe('http://localhost:4000/done');
		expect(usableReturnUrl('https://tenant.example/kyc/done')).toBe('https://tenant.example/kyc/done');
	});
});

import { describe, expect, it } from 'vitest';
import { nextPage } from './formRequest';

const after = (next: string) => nextPage(new URL(`https://verify.example/login?next=${encodeURIComponent(next)}`));

describe('the page after the login', () => {
	it('is the wanted page of the dashboard, with its search', () => {
		expect(after('/dashboard/sessions?status=completed')).toBe('/dashboard/sessions?status=completed');
	});

	it.each(['http://', '//', 'https://[', 'http://evil.example/dashboard', '//evil.example/dashboard', '/login', ''])(
		'is the dashboard for %j',
		(next) => {
			expect(after(next)).toBe('/dashboard');
		}
	);
});

import { describe, expect, it } from 'vitest';
import { addressOf, filterOf, isNarrowed } from './sessionFilter';

const at = (query: string) => new URL(`https://id.example/dashboard/sessions?${query}`);

describe('the address of the list', () => {
	it('is the filter, there and back', () => {
		const query =
			'environment=live&reviewStatus=rejected&status=completed&documentType=passport&country=DEU&reason=face_mismatch&assignee=u1&tag=vip&from=2026-01-02&until=2026-01-02&search=x';
		const filter = filterOf(at(query));
		expect(addressOf(filter)).toBe(`/dashboard/sessions?${query}`);
		expect((filter.until ?? 0) - (filter.from ?? 0)).toBe(24 * 60 * 60_000 - 1);
	});

	it('leaves out what makes no sense', () => {
		const filter = filterOf(at('status=sleeping&country=d1&reason=x&from=yesterday&until=2026-13-45&search=%20'));
		expect(filter).toEqual({ environment: 'test' });
		expect(isNarrowed(filter)).toBe(false);
	});
});

import { describe, expect, it } from 'vitest';
import { isRequestSearchNarrowed, requestFilterOf, requestsAddress } from './requestFilter';

const at = (query: string) => requestFilterOf(new URL(`https://idb.example/dashboard/requests?${query}`));

describe('the address of the request log', () => {
	it('says the whole filter, and is read back as it was written', () => {
		const filter = at('environment=live&id=ABC&answer=refused&key=k1&from=2026-01-02&until=2026-01-03');
		expect(filter).toEqual({
			...{ environment: 'live', id: 'abc', answer: 'refused', apiKeyId: 'k1' },
			...{ from: Date.UTC(2026, 0, 2), until: Date.UTC(2026, 0, 4) - 1 }
		});
		expect(requestFilterOf(new URL(requestsAddress(filter), 'https://idb.example'))).toEqual(filter);
	});

	it('leaves out what makes no sense', () => {
		const filter = at('environment=test&answer=maybe&from=yesterday&until=2026-99-99&id=%20');
		expect(filter).toEqual({ environment: 'test' });
		expect(isRequestSearchNarrowed(filter)).toBe(false);
	});
});

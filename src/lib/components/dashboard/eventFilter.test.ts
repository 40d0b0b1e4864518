import { describe, expect, it } from 'vitest';
import { eventFilterOf, eventsAddress, isEventSearchNarrowed } from './eventFilter';

const at = (query: string) => eventFilterOf(new URL(`https://idb.example/dashboard/events?${query}`));

describe('the address of the event log', () => {
	it('says the whole filter, and is read back as it was written', () => {
		const filter = at(
			'environment=live&id=evt_1&type=verification.completed&state=failed&from=2026-01-02&until=2026-01-03'
		);
		expect(filter).toEqual({
			...{ environment: 'live', id: 'evt_1', type: 'verification.completed', state: 'failed' },
			...{ from: Date.UTC(2026, 0, 2), until: Date.UTC(2026, 0, 4) - 1 }
		});
		expect(eventFilterOf(new URL(eventsAddress(filter), 'https://idb.example'))).toEqual(filter);
	});

	it('leaves out what makes no sense', () => {
		const filter = at('environment=test&state=lost&type=x&from=yesterday&until=2026-99-99&id=%20');
		expect(filter).toEqual({ environment: 'test' });
		expect(isEventSearchNarrowed(filter)).toBe(false);
	});
});

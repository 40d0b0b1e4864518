import { describe, expect, it, vi } from 'vitest';
import type { ClaimResult } from '$lib/contract/reviewQueue';
import { Claim } from './claim.svelte';

// Without a page nothing has to follow: a rune is its value.
vi.stubGlobal('$state', <T>(value: T) => value);

const NOW = 1_000_000;
const settled = () => Promise.resolve().then(() => Promise.resolve());

describe('a person’s hold on a session', () => {
	it('is asked for again with the next sign of work where the first call was lost, and not after it was refused', async () => {
		const answers: (ClaimResult | null)[] = [null, { claimed: true, expiresAt: NOW + 600_000 }];
		let asked = 0;
		const claim = new Claim({
			claim: () => {
				asked += 1;
				const answer = answers.shift();
				return answer ? Promise.resolve(answer) : Promise.reject(new Error('connection lost'));
			},
			release: () => Promise.resolve()
		});
		await claim.take();
		expect(claim.until).toBeNull();
		claim.active(NOW);
		await settled();
		expect(claim.until).toBe(NOW + 600_000);
		claim.active(NOW);
		expect(asked).toBe(2);

		answers.push({ claimed: false, by: 'ben@example.com', expiresAt: NOW + 600_000 });
		await claim.take();
		claim.active(NOW);
		expect(claim.until).toBeNull();
		expect(asked).toBe(3);
	});
});

import type { ClaimResult } from '$lib/contract/reviewQueue';

/** Renewed when less than this is left and the person is still at work, in ms. */
const RENEW_BELOW_MS = 6 * 60_000;

interface Calls {
	claim: () => Promise<ClaimResult>;
	release: () => Promise<void>;
}

/**
 * This person's hold on one session, as the server granted it. Renewed while they work: whoever sits there and does nothing loses it
 * when the lease ends.
 */
export class Claim {
	until = $state<number | null>(null);
	#asking = false;
	#failed = false;
	#left = false;
	readonly #calls: Calls;

	constructor(calls: Calls) {
		this.#calls = calls;
	}

	async take(): Promise<void> {
		if (this.#asking || this.#left) return;
		this.#asking = true;
		try {
			const result = await this.#calls.claim();
			this.until = result.claimed ? result.expiresAt : null;
			this.#failed = false;
		} catch {
			this.#failed = true;
			// The next sign of work asks again; the decision itself is refused if it is not theirs.
		} finally {
			this.#asking = false;
		}
	}

	/** The person did something. */
	active(now: number): void {
		if (this.#failed || (this.until !== null && this.until - now < RENEW_BELOW_MS)) void this.take();
	}

	/** Gives it back; nothing is asked for afterwards. */
	leave(): void {
		if (this.#left) return;
		this.#left = true;
		if (this.until !== null) void this.#calls.release().catch(() => undefined);
	}
}

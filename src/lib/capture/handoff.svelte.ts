import type { ApplicantApi, Handoff } from './applicantApi';

/** A fresh code is made this long before the old one runs out, in ms: nobody should scan a dying one. */
const RENEW_BEFORE_MS = 45_000;
/** Shortest pause between two codes, whatever the clocks say. */
const MIN_LIFE_MS = 15_000;

/** The code that carries one session over to a phone. Kept across screens, renewed only while it is shown. */
export class HandoffCode {
	current = $state.raw<Handoff | null>(null);
	failed = $state(false);
	readonly #api: ApplicantApi;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#madeAt = 0;

	constructor(api: ApplicantApi) {
		this.#api = api;
	}

	/** Keeps a working code until the returned function is called. */
	show(): () => void {
		this.#renewWhenDue();
		const look = () => document.visibilityState === 'visible' && this.#renewWhenDue();
		document.addEventListener('visibilitychange', look);
		return () => {
			clearTimeout(this.#timer);
			document.removeEventListener('visibilitychange', look);
		};
	}

	async renew(): Promise<void> {
		clearTimeout(this.#timer);
		this.#madeAt = Date.now();
		const result = await this.#api.handoff();
		this.failed = !result.ok;
		this.current = result.ok ? result : null;
		if (result.ok) this.#renewWhenDue();
	}

	#renewWhenDue(): void {
		clearTimeout(this.#timer);
		// Codes in tabs that nobody looks at are not renewed.
		if (document.visibilityState !== 'visible') return;
		const dueAt = this.current ? Date.parse(this.current.expiresAt) - RENEW_BEFORE_MS : 0;
		const delayMs = Math.max(dueAt, this.#madeAt + (this.current ? MIN_LIFE_MS : 0)) - Date.now();
		if (delayMs <= 0) void this.renew();
		else this.#timer = setTimeout(() => void this.renew(), delayMs);
	}
}

import { HANDOFF_LIFE_MS } from '$lib/contract/slots';
import type { ApplicantApi, Handoff } from './applicantApi';

/** A fresh code is made this long before the old one runs out, in ms: nobody should scan a dying one. */
const RENEW_BEFORE_MS = 45_000;

/** The code that carries one session over to a phone. Kept across screens, renewed only while it is shown. */
export class HandoffCode {
	current = $state.raw<Handoff | null>(null);
	failed = $state(false);
	/** Asked for where it does not stand beside the column by itself. */
	wanted = $state(false);
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
		// Counted from when it was asked for: this device's clock may be wrong by days, so `expiresAt` says nothing here.
		const age = Date.now() - this.#madeAt;
		const delayMs = this.current && age >= 0 ? HANDOFF_LIFE_MS - RENEW_BEFORE_MS - age : 0;
		if (delayMs <= 0) void this.renew();
		else this.#timer = setTimeout(() => void this.renew(), delayMs);
	}
}

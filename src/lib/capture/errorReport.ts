import type { ClientErrorInput } from '$lib/contract/clientErrors';

type Report = ClientErrorInput;

/** As many as one page tells: what loops is told once, and different troubles are few. */
const MOST = 20;

/**
 * Tells the server what went wrong on this device, as codes: each trouble of a step once. What cannot be sent now waits for `flush`.
 * Never throws, and a failure of its own is told to nobody.
 */
export class ErrorReport {
	readonly #send: (report: Report) => Promise<boolean>;
	readonly #told = new Set<string>();
	#waiting: Report[] = [];

	/** @param send false where the report did not arrive and may be sent again */
	constructor(send: (report: Report) => Promise<boolean>) {
		this.#send = send;
	}

	tell(report: Report): void {
		const key = `${report.step} ${report.code} ${report.errorCode ?? ''}`;
		if (this.#told.has(key) || this.#told.size >= MOST) return;
		this.#told.add(key);
		void this.#try(report);
	}

	/** The server can be reached again. */
	flush(): void {
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const report of waiting) void this.#try(report);
	}

	async #try(report: Report): Promise<void> {
		if (!(await this.#send(report))) this.#waiting.push(report);
	}
}

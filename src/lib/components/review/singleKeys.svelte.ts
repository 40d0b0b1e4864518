/** Whether single letters act on a session's page: this browser's choice (WCAG 2.1.4), on until somebody turns it off. */
const KEPT_AS = 'dashboard.review.keys';

class SingleKeys {
	on = $state(true);

	/** In the browser only. */
	read(): void {
		try {
			this.on = localStorage.getItem(KEPT_AS) !== 'off';
		} catch {
			// Storage is blocked: the choice lasts as long as the page.
		}
	}

	set(on: boolean): void {
		this.on = on;
		try {
			localStorage.setItem(KEPT_AS, on ? 'on' : 'off');
		} catch {
			// As above.
		}
	}
}

export const singleKeys = new SingleKeys();

import type { Assistant } from './assistant';

/** A thread that ends again and again costs its loading each time. */
const REST_MS = 30_000;

/**
 * An assistant that is started anew where it ended though nobody closed it: at the next call, and not before it has rested.
 * Until the new one has loaded its models it counts as ended, and whoever asks does the work.
 */
export function keepAssistant(open: () => Assistant, restMs = REST_MS): Assistant {
	let current = open();
	let startedAt = performance.now();
	let coming: Assistant | null = null;
	let closed = false;

	function revive(): void {
		if (closed || coming !== null || performance.now() - startedAt < restMs) return;
		const next = open();
		coming = next;
		startedAt = performance.now();
		const settle = (loaded: boolean) => {
			if (loaded) current = next;
			coming = null;
		};
		next.call('warm').then(
			() => settle(true),
			() => settle(false)
		);
	}

	return {
		alive() {
			if (!current.alive()) revive();
			return current.alive();
		},
		call: (task, ...args) => current.call(task, ...args),
		async close() {
			closed = true;
			await Promise.all([current.close(), coming?.close()]);
		}
	};
}

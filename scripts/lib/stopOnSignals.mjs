const LOOK_EVERY_MS = 500;

/**
 * Stops the supervisor on Ctrl+C and its like, and when the `npm` that started us is gone: npm passes SIGTERM to a shell between
 * it and us, which dies of it and tells nobody.
 * @param {{ stop: () => Promise<void>, ended: Promise<void> }} supervisor
 */
export function stopOnSignals(supervisor) {
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => void supervisor.stop());
	}
	if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
	const parent = process.ppid;
	const watch = setInterval(() => process.ppid !== parent && void supervisor.stop(), LOOK_EVERY_MS);
	void supervisor.ended.then(() => clearInterval(watch));
}

const stop = new AbortController();

/** Aborted once this process was told to end. What never ends by itself (event streams, long polls) ends then, so that a stop cuts only what would not end. */
export const stopping: AbortSignal = stop.signal;

/** For a process whose server has a way to end of its own: that one must be told too. */
export function heedStop(): void {
	for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
}

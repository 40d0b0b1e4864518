import type { ProgressView } from '$lib/contract/verification';
import { readEvents } from './readEvents';

/** Pause before the stream is opened again, in ms; the page polls meanwhile. */
const AGAIN_MS = 3000;

/**
 * Server-sent events by fetch, since EventSource sends no Authorization. Opens again whenever it ends; `onLost` each time it does.
 * Returns the way to stop.
 */
export function followEvents(
	url: string,
	clientSecret: string,
	onProgress: (progress: ProgressView) => void,
	onLost: () => void
): () => void {
	const stop = new AbortController();
	const options: RequestInit = {
		headers: { authorization: `Bearer ${clientSecret}`, accept: 'text/event-stream' },
		credentials: 'omit',
		cache: 'no-store',
		signal: stop.signal
	};
	const open = async (): Promise<void> => {
		try {
			const { ok, body } = await fetch(url, options);
			if (ok && body)
				for await (const { event, data } of readEvents(body))
					if (event === 'progress') onProgress(JSON.parse(data) as ProgressView);
		} catch {
			// Cut off, or stopped: both are told apart below.
		}
		if (stop.signal.aborted) return;
		onLost();
		setTimeout(() => !stop.signal.aborted && void open(), AGAIN_MS);
	};
	void open();
	return () => stop.abort();
}

import type { ApplicantPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { stopping } from '$lib/server/platform';
import { readProgress } from '$lib/server/verification';

const LOOK_EVERY_MS = 500;
const COMMENT_EVERY_MS = 15_000;
/** A stream ends by itself after this; the page opens the next one, and a forgotten one costs nothing for long. */
const LIFETIME_MS = 5 * 60_000;

/** Server-sent `progress` events: one at once, then one whenever something changed. Polling …/progress serves as well. */
export function progressStream(deps: Deps, applicant: ApplicantPrincipal, signal: AbortSignal): Response {
	const encoder = new TextEncoder();
	const stream = new ReadableStream<Uint8Array>({
		async start(controller) {
			const started = deps.clock.now();
			let last = '';
			let spokeAt = started;
			const say = (text: string) => {
				controller.enqueue(encoder.encode(text));
				spokeAt = deps.clock.now();
			};
			try {
				while (!signal.aborted && !stopping.aborted && deps.clock.now() - started < LIFETIME_MS) {
					const progress = JSON.stringify(await readProgress(deps, applicant));
					if (progress !== last) say(`event: progress\ndata: ${progress}\n\n`);
					else if (deps.clock.now() - spokeAt > COMMENT_EVERY_MS) say(': still here\n\n');
					last = progress;
					await pause(LOOK_EVERY_MS, signal);
				}
				controller.close();
			} catch (error) {
				// Most often the reader went away between two looks; the page falls back to polling either way.
				deps.log.debug({ err: error }, 'progress stream ended');
				if (!signal.aborted) controller.error(error);
			}
		}
	});
	return new Response(stream, {
		headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' }
	});
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			clearTimeout(timer);
			signal.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		signal.addEventListener('abort', end, { once: true });
	});
}

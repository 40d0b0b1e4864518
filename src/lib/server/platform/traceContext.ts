import { context, propagation } from '@opentelemetry/api';

/** The trace that is under way, as the W3C `traceparent` of whoever follows from it; null where no SDK makes traces. */
export function currentTrace(): string | null {
	const carrier: { traceparent?: string } = {};
	propagation.inject(context.active(), carrier);
	return carrier.traceparent ?? null;
}

/** Runs the work as part of the trace that `traceparent` names. Without one, or where it is malformed, as before. */
export const underTrace = <T>(traceparent: string | null, work: () => T): T =>
	traceparent === null ? work() : context.with(propagation.extract(context.active(), { traceparent }), work);

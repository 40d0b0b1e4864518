import { SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';

/**
 * Runs the work in an OpenTelemetry span. Without an SDK in the process (start it by NODE_OPTIONS=--import) this costs nothing and
 * leads nowhere. Attributes are ids of routes and kinds, never of people.
 */
export function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
	return trace.getTracer('idbeyond').startActiveSpan(name, { attributes }, async (span) => {
		try {
			return await work();
		} catch (error) {
			// The name only: a message may quote what no trace should hold.
			span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
			throw error;
		} finally {
			span.end();
		}
	});
}

import pino, { type Logger as PinoLogger } from 'pino';
import { currentRequestId } from './requestContext';

export type Logger = PinoLogger;

/**
 * Ids, codes and durations only. The redaction is a net under the rule, not the rule: callers never pass bodies, names,
 * numbers, pictures or URLs with tokens.
 */
export function createLogger(options: { level: string; name: string; destination?: pino.DestinationStream }): Logger {
	return pino(
		{
			name: options.name,
			level: options.level,
			base: { name: options.name, pid: process.pid },
			redact: {
				paths: [
					'body',
					'token',
					'secret',
					'password',
					'authorization',
					'cookie',
					'fields',
					'email',
					'url',
					'*.url',
					'*.body'
				],
				censor: '[redacted]'
			},
			mixin: () => {
				const requestId = currentRequestId();
				return requestId ? { requestId } : {};
			},
			serializers: { err: describeError }
		},
		options.destination ?? pino.destination(2)
	);
}

/** Names and stacks without messages of unknown origin: a database driver's message may quote a value. */
function describeError(error: unknown): Record<string, unknown> {
	if (!(error instanceof Error)) return { type: typeof error };
	const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
	const internal = 'internal' in error && typeof error.internal === 'string' ? error.internal : undefined;
	const frames = (error.stack ?? '')
		.split('\n')
		.filter((line) => line.trimStart().startsWith('at '))
		.slice(0, 8);
	return {
		type: error.name,
		code,
		internal,
		stack: frames.map((line) => line.trim()),
		cause: error.cause === undefined ? undefined : describeError(error.cause)
	};
}

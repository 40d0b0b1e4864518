import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The command line itself is wrong: exit status 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** The options and inputs of one command. Throws UsageError for an option it does not know, or one without its value. */
export function readWords<const Options extends NonNullable<ParseArgsConfig['options']>>(
	words: string[],
	options: Options
) {
	try {
		return parseArgs({ args: words, options, allowPositionals: true, strict: true });
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : 'Unknown option');
	}
}

/** Throws UsageError unless the value is one of those allowed. */
export function oneOf<Value extends string>(name: string, value: string, allowed: readonly Value[]): Value {
	const found = allowed.find((candidate) => candidate === value);
	if (found === undefined) throw new UsageError(`${name} is one of ${allowed.join(', ')}, not ${value}`);
	return found;
}

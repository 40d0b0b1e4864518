import { resetPassword } from '$lib/server/organizations';
import { tellRefusal, withInstallation } from '../installation';
import type { Printer } from '../printer';
import { oneOf, readWords, UsageError } from '../usage';

/** `users reset <email>`: a fresh password, shown once; every login session of that person ends. */
export function users(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { json: { type: 'boolean' } });
	const [action = '', email, ...more] = positionals;
	oneOf('users', action, ['reset']);
	if (email === undefined || more.length > 0) throw new UsageError('users reset needs one e-mail address.');
	return tellRefusal(printer, values.json, () =>
		withInstallation(async (deps) => {
			const { userId, password } = await resetPassword(deps, { email });
			if (values.json) printer.json({ userId, password });
			else printer.line(password);
			printer.note('Shown this once. All login sessions of that person have ended.');
			return 0;
		})
	);
}

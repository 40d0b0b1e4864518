import { resetByLink, resetPassword, resetSecondStep } from '$lib/server/organizations';
import { tellRefusal, withInstallation } from '../installation';
import type { Printer } from '../printer';
import { oneOf, readWords, UsageError } from '../usage';

/**
 * `users reset <email>`: a link by which that person sets a new password, or with `--password`, and where no ORIGIN is set to build
 * a link with, a fresh password; shown once. `users reset-second-step <email>`: forgets app, passkeys and recovery codes. Either way
 * every login session of that person ends.
 */
export function users(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { json: { type: 'boolean' }, password: { type: 'boolean' } });
	const [word = '', email, ...more] = positionals;
	const action = oneOf('users', word, ['reset', 'reset-second-step']);
	if (email === undefined || more.length > 0) throw new UsageError(`users ${action} needs one e-mail address.`);
	if (action === 'reset-second-step' && values.password)
		throw new UsageError('users reset-second-step takes no --password.');
	const json = values.json ?? false;
	return tellRefusal(printer, json, () => {
		if (action === 'reset-second-step') return endSecondStep(email, json, printer);
		return values.password || !process.env.ORIGIN ? freshPassword(email, json, printer) : link(email, json, printer);
	});
}

const link = (email: string, json: boolean, printer: Printer) =>
	withInstallation(async (deps) => {
		const { userId, url, expiresAt } = await resetByLink(deps, { email });
		if (json) printer.json({ userId, url, expiresAt: new Date(expiresAt).toISOString() });
		else printer.line(url);
		printer.note(
			'Works once, for an hour; shown this once. The password before opens nothing any more, and all logins of'
		);
		printer.note('that person have ended. Their second step stays: `users reset-second-step` ends it.');
		return 0;
	});

const freshPassword = (email: string, json: boolean, printer: Printer) =>
	withInstallation(async (deps) => {
		const { userId, password } = await resetPassword(deps, { email });
		if (json) printer.json({ userId, password });
		else printer.line(password);
		printer.note(
			'Shown this once. All login sessions of that person have ended. Without --password, and with ORIGIN set, a link is given instead.'
		);
		return 0;
	});

const endSecondStep = (email: string, json: boolean, printer: Printer) =>
	withInstallation(async (deps) => {
		const { userId } = await resetSecondStep(deps, { email });
		if (json) printer.json({ userId });
		else printer.line(userId);
		printer.note(
			'App, passkeys and recovery codes are gone, and all logins of that person have ended. The password opens alone now.'
		);
		return 0;
	});

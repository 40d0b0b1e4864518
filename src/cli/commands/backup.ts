import { makeBackup } from '$lib/server/backup';
import { callersPath, settingsOnly, tellRefusal } from '../installation';
import type { Printer } from '../printer';
import { readWords, UsageError } from '../usage';

/** `backup --to <folder> [--keys-to <folder>] [--keys-only]`: copies the running installation. Status 1 with a code where it cannot. */
export function backup(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, {
		to: { type: 'string' },
		'keys-to': { type: 'string' },
		'keys-only': { type: 'boolean' },
		json: { type: 'boolean' }
	});
	const { to } = values;
	if (to === undefined || positionals.length > 0) throw new UsageError('backup needs --to <folder> and no inputs.');
	return tellRefusal(printer, values.json, async () => {
		const deps = settingsOnly();
		const started = performance.now();
		const input = { to: callersPath(to), keysTo: callersPath(values['keys-to'] ?? `${to}-keys`) };
		const report = await makeBackup(deps, { ...input, keysOnly: values['keys-only'] === true });
		const ms = Math.round(performance.now() - started);
		if (values.json) printer.json({ ...report, ...input, ms });
		else {
			if (!values['keys-only'])
				printer.line(
					`${report.sessions} sessions, ${report.pictures.all} pictures (${report.pictures.copied} new, ${report.pictures.removed} taken out) in ${input.to}`
				);
			printer.line(`${report.keys} session keys in ${input.keysTo}; ${ms} ms`);
		}
		printer.note(`The root key is in neither: keep a copy of ${deps.config.rootKeyFile} in a third place.`);
		return 0;
	});
}
